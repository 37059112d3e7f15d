import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Allowance } from './allowance/allowance.ts'
import type { Departure } from './allowance/departures.ts'
import { GongError } from './errors.ts'
import type { GongSession, Lane } from './gong.ts'
import { send, type HeldReply, type HttpLimits, type HttpReply } from './http.ts'
import { judge, requestId, type Expectation, type Judged } from './judge.ts'

/** One question to Gong's API. */
export interface Question extends Expectation {
  /** Its name in logs and metrics. */
  operation: string
  method: 'GET' | 'POST' | 'DELETE'
  /** Below the customer's host, `/v2` included. */
  path: string
  query?: Record<string, string | undefined>
  /** Asked for when the request has its slot. */
  body?: () => Record<string, unknown>
}

/** Told of each request that left for Gong; `status` is null when no whole answer came. */
export interface RequestReport {
  operation: string
  status: number | null
  ms: number
  lane: Lane
}

export interface AskDeps extends HttpLimits {
  allowance: Allowance
  clock: Clock
  log: Pick<Logger, 'debug' | 'warn'>
  onRequest: (report: RequestReport) => void
  /** Once it is aborted, nobody waits for a slot any more; what has left is let finish. */
  stop?: AbortSignal | undefined
}

export type Ask = (session: GongSession, question: Question) => Promise<Judged>

/**
 * The one door to Gong's API: token, slot, request with a deadline, judgement. A 401 that names no scope
 * renews the token once. Throws GongError.
 */
export function createAsk(deps: AskDeps): Ask {
  return async function ask(session, question) {
    const token = await session.token()
    try {
      return await askOnce(deps, session, question, token)
    } catch (error) {
      if (!isRefusedToken(error)) throw error
      const fresh = await session.renew(token)
      if (fresh === token) throw error
      return askOnce(deps, session, question, fresh)
    }
  }
}

async function askOnce(
  deps: AskDeps,
  session: GongSession,
  question: Question,
  token: string,
): Promise<Judged> {
  // The slot comes last, after the token: what is sent later than its slot says could be a fourth request in a second.
  const departure = await deps.allowance.take(session.allowanceKey, session.lane, {
    of: session.connectionId,
    ...(deps.stop ? { signal: deps.stop } : {}),
  })
  session.onSlot?.()
  const reply = await exchange(deps, session, question, token, departure)
  try {
    const judged = judge(withoutToken(reply, token), question, deps.clock.now())
    deps.allowance.answered(session.allowanceKey)
    return judged
  } catch (error) {
    if (error instanceof GongError) await learnFrom(error, deps, session, question)
    throw error
  } finally {
    reply.done()
  }
}

async function exchange(
  deps: AskDeps,
  session: GongSession,
  question: Question,
  token: string,
  departure: Departure,
): Promise<HeldReply> {
  const began = performance.now()
  const report = (status: number | null, id?: string) => {
    const ms = Math.round(performance.now() - began)
    deps.onRequest({ operation: question.operation, status, ms, lane: session.lane })
    deps.log.debug(
      { operation: question.operation, status, ms, lane: session.lane, requestId: id },
      'asked Gong',
    )
  }
  try {
    const reply = await send(httpRequest(session, question, token), deps, () => departure.sent())
    report(reply.status, requestId(reply, null))
    return reply
  } catch (error) {
    report(error instanceof GongError ? (error.status ?? null) : null)
    throw error
  }
}

function httpRequest(session: GongSession, { method, path, query, body }: Question, token: string) {
  const url = new URL(path, session.apiBaseUrl)
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) url.searchParams.set(name, value)
  return {
    method,
    url: url.href,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    body: body && JSON.stringify(body()),
  }
}

/** A refusal for pace holds everybody who shares the allowance, in this process and in the others. */
async function learnFrom(
  error: GongError,
  deps: AskDeps,
  session: GongSession,
  question: Question,
): Promise<void> {
  const { kind, status, requestId: id, waitMs } = error
  deps.log.warn(
    { operation: question.operation, kind, status, requestId: id, waitMs },
    'Gong refused a request',
  )
  if (kind !== 'rate_limited') return
  await deps.allowance.pause(session.allowanceKey, error.waitMs ?? 0)
  await deps.allowance.refused(session.allowanceKey)
}

function isRefusedToken(error: unknown): error is GongError {
  return error instanceof GongError && error.kind === 'needs_reconnect' && error.status === 401
}

/** Gong's texts are shown and logged; should one quote our token, it must not. */
function withoutToken(reply: HttpReply, token: string): HttpReply {
  return reply.status < 400 ? reply : { ...reply, text: reply.text.replaceAll(token, '…') }
}
