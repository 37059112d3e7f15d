import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { loadEnvFile } from 'node:process'
import { envValues, type Env } from './env-values.ts'
import { ConfigError } from './errors.ts'
import { loopbackHost } from './gong/hosts.ts'
import { mailConfig, type MailConfig } from './mail/mail-config.ts'

/** Everything that the environment decides. This is the only file that reads `process.env` (see `loadConfig`). */
export interface Config {
  host: string
  port: number
  /** The address that browsers and Gong use, without a slash at its end. */
  publicUrl: string
  database: { kind: 'embedded' } | { kind: 'url'; url: string }
  /** Absolute. Holds the embedded database, the generated secret and the simulator's state. */
  dataDir: string
  /** Undefined = generated into `dataDir` (embedded database only). */
  secretKey: string | undefined
  secretKeyOld: string[]
  setupToken: string | undefined
  /** Whose `X-Forwarded-*` to believe: nobody's, everybody's, that many proxies', or these addresses'. */
  trustProxy: boolean | number | string
  gong: GongConfig
  simulator: { port: number; state: string }
  reconcile: { everyMs: number; lookbackMs: number }
  /** How long what only grows is kept: the audit log, issues after they were closed, raw deliveries, jobs that are over. */
  keep: { auditMs: number; issuesMs: number; deliveriesMs: number; jobsMs: number }
  /** `model` is `built-in` or `PROVIDER/MODEL`; `baseUrl` and `apiKey` as far as that provider needs them. */
  writer: { model: string; baseUrl: string | undefined; apiKey: string | undefined }
  /** Undefined = no mail is sent. */
  mail: MailConfig | undefined
  logLevel: string
}

export interface GongConfig {
  /** The deployment's own OAuth client; undefined = each workspace enters its own. */
  client: { id: string; secret: string } | undefined
  /** Base of `/oauth2/authorize` and `/oauth2/generate-customer-token`, and whether it was set by hand. */
  appUrl: string
  appUrlIsSet: boolean
  /**
   * Patterns of hosts that `api_base_url_for_customer` may name (https), such as `*.api.gong.io`. That a loopback
   * `appUrl` allows its own host with http is decided by `allowedApiBase`, which is asked about every address.
   */
  apiHosts: string[]
  rate: { perSecond: number; perDay: number; per: 'client' | 'company' }
}

const PROJECT = join(import.meta.dirname, '..')

/** The environment of this process, completed by the `.env` file beside `package.json` where there is one. */
export function readEnvironment(): Env {
  const file = join(PROJECT, '.env')
  // What is set in the environment wins over the file.
  if (existsSync(file)) loadEnvFile(file)
  return process.env
}

/**
 * Turns the environment into a configuration, or says in one sentence what is wrong with it.
 * @throws ConfigError naming the variable. No message repeats a secret.
 */
export function loadConfig(env: Env): Config {
  const values = envValues(env)
  const port = values.wholeNumber('PORT', { or: 3000, min: 0, max: 65_535 })
  const dataDir = resolve(values.text('DATA_DIR') ?? join(PROJECT, 'data'))
  return {
    host: values.text('HOST') ?? '127.0.0.1',
    port,
    publicUrl: publicUrl(values, port),
    dataDir,
    ...databaseAndSecret(values),
    setupToken: values.secret('SETUP_TOKEN'),
    trustProxy: trustProxy(values),
    gong: gongConfig(values),
    simulator: {
      port: values.wholeNumber('SIMULATOR_PORT', { or: 4010, min: 0, max: 65_535 }),
      state: join(dataDir, 'simulator.json'),
    },
    reconcile: {
      everyMs: values.durationMs('RECONCILE_EVERY', { or: '5m', min: '1s', max: '1d' }),
      lookbackMs: values.durationMs('RECONCILE_LOOKBACK', { or: '3d', min: '6h', max: '90d' }),
    },
    keep: {
      auditMs: values.durationMs('KEEP_AUDIT', { or: '400d', min: '30d', max: '3650d' }),
      issuesMs: values.durationMs('KEEP_ISSUES', { or: '90d', min: '1d', max: '3650d' }),
      deliveriesMs: values.durationMs('KEEP_DELIVERIES', { or: '30d', min: '1d', max: '3650d' }),
      jobsMs: values.durationMs('KEEP_JOBS', { or: '1h', min: '1m', max: '30d' }),
    },
    writer: writerConfig(values),
    mail: mailConfig(values),
    logLevel: values.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
  }
}

type Values = ReturnType<typeof envValues>

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

function publicUrl(values: Values, port: number): string {
  const expected = 'the address that browsers open, such as https://fastfollow.example.com, without a path'
  return values.origin('PUBLIC_URL', `http://localhost:${port}`, expected).origin
}

// Sixteen characters of a good generator are beyond guessing; fewer are probably a word.
const SECRET_KEY_LENGTH = 16

function databaseAndSecret(values: Values): Pick<Config, 'database' | 'secretKey' | 'secretKeyOld'> {
  const url = values.secret('DATABASE_URL')
  if (url !== undefined && !/^postgres(ql)?:\/\/./.test(url))
    throw new ConfigError('DATABASE_URL must begin with postgresql:// and name a PostgreSQL database.')
  const secretKey = values.secret('SECRET_KEY', SECRET_KEY_LENGTH)
  if (url !== undefined && secretKey === undefined)
    throw new ConfigError(
      'SECRET_KEY is missing: with DATABASE_URL all machines must share one; "openssl rand -base64 32" makes a good one.',
    )
  const old = values.secret('SECRET_KEY_OLD', SECRET_KEY_LENGTH)
  if (old !== undefined && secretKey === undefined)
    throw new ConfigError('SECRET_KEY_OLD is set, but SECRET_KEY, which is to take its place, is missing.')
  return {
    database: url === undefined ? { kind: 'embedded' } : { kind: 'url', url },
    secretKey,
    secretKeyOld: old === undefined ? [] : [old],
  }
}

function trustProxy(values: Values): Config['trustProxy'] {
  const found = values.text('TRUST_PROXY') ?? 'off'
  if (found === 'off' || found === 'false') return false
  if (found === 'on' || found === 'true') return true
  if (/^\d{1,2}$/.test(found)) return Number(found)
  if (found.split(',').every((each) => isProxyAddress(each.trim()))) return found
  throw values.wrong(
    'TRUST_PROXY',
    found,
    'off, on, the number of proxies, or their addresses with commas between',
  )
}

function isProxyAddress(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  return (
    version > 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  )
}

function gongConfig(values: Values): GongConfig {
  const id = values.text('GONG_CLIENT_ID')
  const secret = values.secret('GONG_CLIENT_SECRET')
  if ((id === undefined) !== (secret === undefined))
    throw new ConfigError(
      `${id === undefined ? 'GONG_CLIENT_ID' : 'GONG_CLIENT_SECRET'} is missing: a Gong OAuth client has both an id and a secret.`,
    )
  return {
    client: id !== undefined && secret !== undefined ? { id, secret } : undefined,
    appUrl: gongAppUrl(values),
    appUrlIsSet: values.text('GONG_APP_URL') !== undefined,
    apiHosts: apiHosts(values),
    rate: {
      perSecond: values.wholeNumber('GONG_RATE_PER_SECOND', { or: 3, min: 1, max: 1000 }),
      perDay: values.wholeNumber('GONG_RATE_PER_DAY', { or: 10_000, min: 1, max: 100_000_000 }),
      per: values.oneOf('GONG_RATE_PER', ['client', 'company'], 'client'),
    },
  }
}

function gongAppUrl(values: Values): string {
  const expected = 'an https address without a path, or an http address of this machine'
  const url = values.origin('GONG_APP_URL', 'https://app.gong.io', expected)
  // Client secret and tokens travel there: without TLS only to ourselves.
  if (url.protocol !== 'https:' && loopbackHost(url.origin) === null)
    throw values.wrong('GONG_APP_URL', url.origin, expected)
  return url.origin
}

// A star stands for one whole label and never for the registered domain itself, which would allow any host.
const HOST_PATTERN = /^(\*\.)*[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$/i

function apiHosts(values: Values): string[] {
  const found = values.text('GONG_API_HOSTS') ?? '*.api.gong.io'
  const hosts = found.split(',').map((host) => host.trim())
  if (hosts.every((host) => HOST_PATTERN.test(host))) return hosts
  throw values.wrong('GONG_API_HOSTS', found, 'host names with commas between, such as *.api.gong.io')
}

/** Providers of a model, and the variable that the provider's own tools read its key from. */
const MODEL_KEYS: Record<string, string | undefined> = {
  anthropic: 'ANTHROPIC_API_KEY',
  openai: 'OPENAI_API_KEY',
  google: 'GOOGLE_GENERATIVE_AI_API_KEY',
  ollama: undefined,
  'openai-compatible': undefined,
}

function writerConfig(values: Values): Config['writer'] {
  const model = values.text('FOLLOWUP_MODEL') ?? 'built-in'
  const baseUrl = modelAddress(values)
  if (model === 'built-in') return { model, baseUrl, apiKey: undefined }
  const [, provider = ''] = /^([a-z-]+)\/\S+$/.exec(model) ?? []
  if (!Object.hasOwn(MODEL_KEYS, provider))
    throw values.wrong(
      'FOLLOWUP_MODEL',
      model,
      `built-in, or PROVIDER/MODEL with a provider of ${Object.keys(MODEL_KEYS).join(', ')}`,
    )
  if (provider === 'openai-compatible' && baseUrl === undefined)
    throw new ConfigError(
      'FOLLOWUP_BASE_URL is missing: an openai-compatible model is asked at that address.',
    )
  const keyName = MODEL_KEYS[provider]
  const apiKey = values.secret(keyName ?? 'FOLLOWUP_API_KEY')
  if (keyName !== undefined && apiKey === undefined)
    throw new ConfigError(`${keyName} is missing: FOLLOWUP_MODEL names a model of ${provider}.`)
  return { model, baseUrl, apiKey }
}

function modelAddress(values: Values): string | undefined {
  const found = values.text('FOLLOWUP_BASE_URL')
  const url = found === undefined ? undefined : URL.parse(found)
  if (url === undefined) return undefined
  if (url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password)
    return url.href.replace(/\/$/, '')
  throw new ConfigError('FOLLOWUP_BASE_URL must be an http or https address without a user name or password.')
}
