/**
 * What FastFollow throws on purpose. The code is stable and is what programs see; the message tells a
 * person what happened and what to do. Which HTTP status a code becomes is decided in `http/errors.ts` alone.
 */
export type ErrorCode =
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported_media_type'
  | 'too_many_requests'
  | 'unavailable'

export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: Record<string, unknown> | undefined
  /** Seconds after which trying again makes sense (`Retry-After`). */
  readonly retryAfterS: number | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, unknown>; retryAfterS?: number } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details
    this.retryAfterS = options.retryAfterS
  }
}

/** A missing or wrong setting: stops the start with one sentence that names the variable. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** "No such thing" is also the answer for another workspace's ids: nobody learns that they exist. */
export function notFound(what: string): AppError {
  return new AppError(
    'not_found',
    `${what} was not found. It may have been deleted, or you may not have access to it.`,
  )
}
