import { ConfigError } from '../errors.ts'
import type { envValues } from '../env-values.ts'

/** How mail leaves; see `createMailer`. */
export interface MailConfig {
  host: string
  port: number
  /** TLS from the first byte (`smtps:`); else STARTTLS where the server offers it. */
  secure: boolean
  /** STARTTLS is a must: a password never travels readable over a network. */
  requireTls: boolean
  login: { user: string; pass: string } | undefined
  /** As it stands in MAIL_FROM, such as `FastFollow <fastfollow@example.com>`. */
  from: { name: string; address: string }
}

const SMTP_EXAMPLE = 'such as smtps://user:password@mail.example.com or smtp://mail.example.com:587'

/** SMTP_URL and MAIL_FROM, both or neither. The password in SMTP_URL is in no complaint. */
export function mailConfig(values: ReturnType<typeof envValues>): MailConfig | undefined {
  const found = values.secret('SMTP_URL')
  const from = values.text('MAIL_FROM')
  if (found === undefined && from === undefined) return undefined
  if (found === undefined) throw new ConfigError('SMTP_URL is missing: MAIL_FROM alone sends no mail.')
  if (from === undefined)
    throw new ConfigError(
      'MAIL_FROM is missing: mail needs a sender, such as FastFollow <fastfollow@example.com>.',
    )
  return { ...server(found), from: sender(values, from) }
}

function server(found: string): Omit<MailConfig, 'from'> {
  const url = URL.parse(found)
  const isBare = url !== null && /^\/?$/.test(url.pathname) && !url.search && !url.hash
  if (!isBare || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    throw new ConfigError(`SMTP_URL must be an address of a mail server, ${SMTP_EXAMPLE}.`)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const secure = url.protocol === 'smtps:'
  const login = loginOf(url)
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: !secure && login !== undefined && !isThisMachine(host),
    login,
  }
}

function loginOf(url: URL): MailConfig['login'] {
  if (url.username === '' && url.password === '') return undefined
  try {
    return { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  } catch {
    throw new ConfigError(
      'SMTP_URL holds a user name or password that can’t be read: write a % in it as %25, an @ as %40.',
    )
  }
}

const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host)

// One address, with or without a name before it; nothing that could begin another header.
const SENDER = /^(?:"?([^"<>\p{Cc}]*?)"?\s*<([^\s<>@"]+@[^\s<>@"]+)>|([^\s<>@"]+@[^\s<>@"]+))$/u

function sender(values: ReturnType<typeof envValues>, found: string): MailConfig['from'] {
  const [whole, name = '', named, alone] = SENDER.exec(found) ?? []
  if (whole === undefined)
    throw values.wrong('MAIL_FROM', found, 'one address, such as FastFollow <fastfollow@example.com>')
  return { name: name.trim(), address: named ?? alone ?? '' }
}
