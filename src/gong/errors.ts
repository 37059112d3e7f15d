/** What can go wrong at Gong, told apart by what FastFollow does about it. */
export type GongErrorKind =
  /** The allowance or Gong's 429 says wait: `waitMs`. */
  | 'rate_limited'
  /** The daily quota is spent: `waitMs` until some of it is back. */
  | 'daily_quota'
  /** 401 or 403 with Gong's sentence that names a scope: `scope`. */
  | 'scope_missing'
  /** 403 without a scope sentence. */
  | 'forbidden'
  /** 401 that a fresh token did not cure, or a refused refresh: only a person can reconnect. */
  | 'needs_reconnect'
  /** Token endpoint: Gong has not activated this OAuth client, or does not know it. */
  | 'unauthorized_client'
  /** Token endpoint: code or refresh token is not accepted (any more). */
  | 'invalid_grant'
  /** The token answer names an API host that `GONG_API_HOSTS` does not allow. */
  | 'insecure_host'
  /** The answer is larger than we take, or Gong says the request is too large: ask for less. */
  | 'too_large'
  /** The cursor of a page sequence died: start its window again. */
  | 'cursor_expired'
  /** 404 that is not "nothing found". */
  | 'not_found'
  /** Other 4xx: our request is wrong. */
  | 'bad_request'
  /** This Gong has no webhook subscriptions. */
  | 'not_offered'
  /** Another subscription is active: `conflict`. */
  | 'subscription_conflict'
  /** 5xx, no answer, a broken or senseless answer: nobody's fault, try later. */
  | 'unavailable'

export class GongError extends Error {
  readonly kind: GongErrorKind
  readonly status: number | undefined
  readonly waitMs: number | undefined
  readonly scope: string | undefined
  readonly conflict: { id: string; url: string } | undefined
  /** Gong says that the whole company is inactive: no scope and no reconnecting helps. */
  readonly isInactiveCompany: boolean
  /** By which Gong's support finds the request. */
  readonly requestId: string | undefined

  constructor(
    kind: GongErrorKind,
    message: string,
    more: {
      cause?: unknown
      status?: number | undefined
      waitMs?: number | undefined
      scope?: string | undefined
      conflict?: { id: string; url: string } | undefined
      isInactiveCompany?: boolean | undefined
      requestId?: string | undefined
    } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'GongError'
    this.kind = kind
    this.status = more.status
    this.waitMs = more.waitMs
    this.scope = more.scope
    this.conflict = more.conflict
    this.isInactiveCompany = more.isInactiveCompany ?? false
    this.requestId = more.requestId
  }
}

const PACE_MS = 1_000

/**
 * How long to leave Gong alone after this error: as long as it says, and `atLeastMs` where something is wrong. A refusal
 * for pace is nothing wrong, and over when Gong says so.
 */
export function pauseAfter(error: GongError, atLeastMs: number): number {
  return Math.max(error.waitMs ?? 0, error.kind === 'rate_limited' ? PACE_MS : atLeastMs)
}
