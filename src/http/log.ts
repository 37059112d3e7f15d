import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'
import pretty from 'pino-pretty'

export type Log = Logger

/** Names under which secrets travel, at the top of a log line's fields or one level down. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'newPassword',
  'currentPassword',
  'secret',
  'clientSecret',
  'secretKey',
  'setupToken',
  'token',
  'accessToken',
  'refreshToken',
  'apiKey',
  'key',
  'transcript',
  'body',
]

/**
 * The log: one JSON object a line, or readable lines on a terminal. Secrets are cut out by name as a last defence;
 * the first is not to log them.
 */
export function createLog(
  { logLevel }: { logLevel: string },
  { terminal = process.stdout.isTTY, to }: { terminal?: boolean; to?: DestinationStream } = {},
): Log {
  const options = {
    level: logLevel,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`]),
      censor: '[secret]',
    },
    serializers: { err: describeError, error: describeError, req: () => undefined, res: () => undefined },
  }
  if (to !== undefined) return pino(options, to)
  return terminal
    ? pino(options, pretty({ colorize: true, singleLine: true, ignore: 'reqId' }))
    : pino(options)
}

interface DescribedError {
  type: string
  message: string
  code?: string
  stack?: string
  cause?: DescribedError
}

/**
 * Type, message, code, stack and causes, nothing else: errors of the database and of HTTP clients carry rows, parameters
 * and headers in further fields.
 */
function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' }
  const { type, message, stack } = stdSerializers.err(error)
  return {
    type,
    message,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    ...(stack && { stack }),
    ...(error.cause instanceof Error && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  }
}
