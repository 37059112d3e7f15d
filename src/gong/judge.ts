import { GongError, type GongErrorKind } from './errors.ts'
import type { HttpReply } from './http.ts'
import { retryAfterMs } from './retry-after.ts'

/** What an operation's refusal means, where it differs from operation to operation. */
export interface Expectation {
  /** A list: "nothing found" is an empty page. */
  isList?: boolean
  /** Not part of every Gong: 404 and 405 mean `not_offered`. */
  mayBeMissing?: boolean
}

/** The body of an answer that is fine; null = nothing matched (404 with Gong's fixed sentence). */
export type Judged = Record<string, unknown> | null

/**
 * Tells from status and text what Gong means, and throws it as a GongError. Gong has no error codes: the texts below
 * are the ones it is known to send.
 */
export function judge(reply: HttpReply, expect: Expectation, now: Date): Judged {
  const { status } = reply
  const body = parse(reply.text)
  if (status === 204) return {}
  if (status === 200 || status === 201) {
    if (body) return body
    throw new GongError('unavailable', 'Gong sent an answer that is not JSON.', {
      status,
      requestId: requestId(reply, body),
    })
  }
  const said = texts(body)
  if (status === 404 && expect.isList && NOTHING_FOUND.test(said)) return null
  const { kind, message, ...more } = refusal(reply, body, said, expect, now)
  throw new GongError(kind, message, { ...more, status, requestId: requestId(reply, body) })
}

const NOTHING_FOUND = /\bNo \w+ found corresponding to the provided filters/i
const SCOPE = /permission to use '([\w:.-]{1,100})'/i
const DEAD_CURSOR = /cursor has expired|failed to verify cursor/i
const TOO_LARGE = /too (?:large|big|many)|exceeds? the (?:maximum|limit)/i
const INACTIVE = /company is inactive/i

interface Refusal {
  kind: GongErrorKind
  message: string
  waitMs?: number
  scope?: string | undefined
  conflict?: { id: string; url: string } | undefined
  isInactiveCompany?: boolean
}

function refusal(reply: HttpReply, body: Judged, said: string, expect: Expectation, now: Date): Refusal {
  const { status } = reply
  if (status === 401 || status === 403) return noAccess(status, said)
  if (status === 429)
    return {
      kind: 'rate_limited',
      message: tell('Gong asked us to wait', said),
      waitMs: retryAfterMs(reply.headers, now),
    }
  if (expect.mayBeMissing && (status === 404 || status === 405))
    return { kind: 'not_offered', message: 'This Gong has no webhook subscriptions.' }
  if (status === 409)
    return {
      kind: 'subscription_conflict',
      message: tell('Gong has another active subscription', said),
      conflict: conflict(body),
    }
  if (status === 413 || (status === 400 && TOO_LARGE.test(said)))
    return { kind: 'too_large', message: tell('Gong says that the request asks for too much', said) }
  if (status === 400 && DEAD_CURSOR.test(said))
    return { kind: 'cursor_expired', message: 'Gong forgot the place in its list.' }
  if (status === 404) return { kind: 'not_found', message: tell('Gong does not know this', said) }
  if (status === 408 || status === 425)
    return { kind: 'unavailable', message: tell('Gong was not ready', said) }
  if (status >= 400 && status < 500)
    return { kind: 'bad_request', message: tell(`Gong refused the request (${status})`, said) }
  if (status >= 500) return { kind: 'unavailable', message: tell(`Gong has a fault (${status})`, said) }
  return { kind: 'unavailable', message: `Gong answered with a status that makes no sense here (${status}).` }
}

/** 401 and 403 are told apart by their text: a missing scope is a 401 at Gong, although no fresh token cures it. */
function noAccess(status: number, said: string): Refusal {
  const scope = SCOPE.exec(said)?.[1]
  if (scope) return { kind: 'scope_missing', message: `Gong has not granted the scope ${scope}.`, scope }
  // Connecting again would not help: only Gong or the company can make it active.
  if (INACTIVE.test(said))
    return { kind: 'forbidden', message: 'Gong says that the company is inactive.', isInactiveCompany: true }
  if (status === 403) return { kind: 'forbidden', message: tell('Gong does not allow this', said) }
  return { kind: 'needs_reconnect', message: tell('Gong no longer accepts our access', said) }
}

function conflict(body: Judged): { id: string; url: string } | undefined {
  const other = body?.['conflict']
  if (!isObject(other)) return undefined
  const { id, url } = other
  return typeof id === 'string' && typeof url === 'string' ? { id, url } : undefined
}

function tell(what: string, said: string): string {
  return said ? `${what}: ${said}` : `${what}.`
}

/** Gong's own words, cut short: they are shown to admins and logged, and an answer may hold anything. */
function texts(body: Judged): string {
  const errors = body?.['errors']
  const all = Array.isArray(errors) ? errors : [errors]
  return all
    .filter((text) => typeof text === 'string')
    .join(' · ')
    .slice(0, 300)
}

/** Gong's support finds a request by this id. */
export function requestId(reply: HttpReply, body: Judged): string | undefined {
  const said = body?.['requestId'] ?? reply.headers.get('x-traceid')
  return typeof said === 'string' && /^[\w.-]{1,64}$/.test(said) ? said : undefined
}

function parse(text: string): Judged {
  try {
    const body: unknown = JSON.parse(text)
    return isObject(body) ? body : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
