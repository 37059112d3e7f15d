import { createTransport } from 'nodemailer'
import type { MailConfig } from './mail-config.ts'

export interface Mail {
  to: { name: string; address: string }
  subject: string
  text: string
  /** The same mail sent again (nobody knows whether it arrived) has the same id, so that programs can tell. */
  messageId: string
}

/** Sends mail. Neither addresses nor texts are ever logged here. */
export interface Mailer {
  /** Resolves when the mail server has taken the mail. @throws MailError in words for an admin. */
  send(mail: Mail): Promise<void>
  /** Does the server answer, and does it accept our login? @throws MailError. */
  verify(): Promise<void>
  /** The server as people know it, such as `mail.example.com:587`. */
  server: string
  /** The domain of our sender, for message ids. */
  domain: string
}

/** A mail that did not leave. The message names no recipient and repeats nothing that the mail server said. */
export class MailError extends Error {
  override name = 'MailError'
}

// RFC 5321 lets a server take minutes; whoever needs that long will be asked again later.
const PATIENCE = {
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
}

/** A connection for each mail: mails are few, and an idle connection that died shows only when it is used. */
export function createMailer(config: MailConfig): Mailer {
  const { host, port, secure, requireTls, login, from } = config
  const server = `${host}:${port}`
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: requireTls,
    ...(login ? { auth: login } : {}),
    ...PATIENCE,
    // Nothing that is mailed may name a file or an address to be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    server,
    domain: from.address.slice(from.address.lastIndexOf('@') + 1),
    async send({ to, subject, text, messageId }) {
      try {
        await transport.sendMail({
          from,
          to,
          subject,
          text,
          messageId,
          // RFC 3834: nobody's absence note answers it.
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      } catch (error) {
        throw inWords(error, server)
      }
    },
    async verify() {
      try {
        await transport.verify()
      } catch (error) {
        throw inWords(error, server)
      }
    },
  }
}

const UNREACHABLE = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ECONNREFUSED', 'EPROTOCOL'])

/** What a mail server says may hold addresses and words of the mail: only its number is kept. */
function inWords(error: unknown, server: string): MailError {
  const code = property(error, 'code')
  const answer = property(error, 'responseCode')
  const number = typeof answer === 'number' ? ` (${answer})` : ''
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return new MailError(`${server} refuses our login${number}: check user name and password in SMTP_URL.`)
  if (code === 'ETLS')
    return new MailError(
      `${server} offers no encryption that we can trust: check its certificate, and smtp: or smtps: in SMTP_URL.`,
    )
  if (code === 'EENVELOPE')
    return new MailError(
      `${server} refuses the sender or the recipient${number}: check MAIL_FROM, and the person’s address.`,
    )
  if (typeof code === 'string' && UNREACHABLE.has(code) && typeof answer !== 'number')
    return new MailError(`${server} can’t be reached (${code}): check SMTP_URL and the network.`)
  return new MailError(`${server} did not take the mail${number || (code ? ` (${String(code)})` : '')}.`)
}

function property(error: unknown, name: string): unknown {
  return error instanceof Error && name in error ? Reflect.get(error, name) : undefined
}
