import { performance } from 'node:perf_hooks'
import { setTimeout as passes } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { bodyText, isRecord, mediaTypeOf, pathOf } from '../bodies.ts'
import type { Company } from '../companies.ts'
import { GongApiError, texts } from '../errors.ts'
import type { Faults } from '../faults.ts'
import { newRequestId } from '../ids.ts'
import type { Parts } from '../parts.ts'
import { createRateLimit } from '../rate-limit.ts'
import type { LoggedRequest } from '../request-log.ts'
import type { Tokens } from '../tokens.ts'

/** Who asks, once the door is passed. */
export interface Asked {
  company: Company
  scopes: string[]
  requestId: string
  entry: LoggedRequest
}

/** The way into the API that every request takes, and its errors. */
export interface Door {
  /** Throws GongApiError when the token lacks the scope. */
  enter(request: FastifyRequest, scope: string | null): Asked
  /** As `enter`, with the JSON body. Throws GongApiError 415, 400. */
  enterWithBody(request: FastifyRequest, scope: string | null): Asked & { body: Record<string, unknown> }
}

/**
 * Guards all routes of `api`: each request is logged as it arrives, then its token is judged, then the allowance,
 * then the faults have their turn.
 */
export function openDoor(api: FastifyInstance, parts: Parts, tokens: Tokens): Door {
  const passed = new WeakMap<FastifyRequest, { requestId: string; entry: LoggedRequest; asked?: Asked }>()
  const { state } = parts.store

  api.addHook('onRequest', async (request, reply) => {
    const entry = parts.requests.begin('api', request.method, pathOf(request))
    const requestId = newRequestId()
    passed.set(request, { requestId, entry })
    reply.header('x-traceid', requestId).header('x-gong-service-version', 'simulator')
    reply.raw.once('close', () => (entry.tookMs = performance.now() - entry.atMs))
    const token = tokens.find(/^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '')
    const company = token && parts.companies.get(token.grant.company)
    if (!company) throw new GongApiError(401, texts.token)
    entry.company = company.state.key
    if (state.faults.accessRefused && actsOn(state.faults, entry)) throw new GongApiError(401, texts.token)
    takeSlot(parts, company, entry)
    await misbehave(state.faults, reply, entry)
    passed.set(request, { requestId, entry, asked: { company, scopes: token.scopes, requestId, entry } })
  })

  api.addHook('onSend', async (request, reply) => {
    const known = passed.get(request)
    if (known) known.entry.status = reply.statusCode
  })

  api.setErrorHandler((error, request, reply) => {
    const requestId = passed.get(request)?.requestId ?? newRequestId()
    const { status, text, headers, more } = asGongError(error, parts)
    if (headers['retry-after'] !== undefined) {
      const entry = passed.get(request)?.entry
      if (entry) entry.retryAfterS = Number(headers['retry-after'])
    }
    return reply
      .code(status)
      .headers(headers)
      .send({ requestId, errors: [text], ...more })
  })

  const enter = (request: FastifyRequest, scope: string | null): Asked => {
    const asked = passed.get(request)?.asked
    if (!asked) throw new GongApiError(401, texts.token)
    if (scope !== null && !asked.scopes.includes(scope))
      throw new GongApiError(state.faults.scopeErrorStatus, texts.scope(scope))
    return asked
  }
  return {
    enter,
    enterWithBody(request, scope) {
      const asked = enter(request, scope)
      if (mediaTypeOf(request) !== 'application/json') throw new GongApiError(415, texts.wrongMediaType)
      return { ...asked, body: readJson(bodyText(request)) }
    },
  }
}

function takeSlot(parts: Parts, company: Company, entry: LoggedRequest): void {
  const { faults } = parts.store.state
  if (faults.rateLimited && actsOn(faults, entry)) throw tooMany(Math.max(1, Math.ceil(faults.retryAfterS)))
  let limit = parts.limits.get(company.state.key)
  if (!limit) parts.limits.set(company.state.key, (limit = createRateLimit(parts.secondMs)))
  const verdict = limit.ask(entry.atMs, faults.ratePerSecond, faults.ratePerDay)
  if (!verdict.allowed) throw tooMany(verdict.retryAfterS)
}

function tooMany(retryAfterS: number): GongApiError {
  return new GongApiError(429, texts.tooMany, { headers: { 'retry-after': String(retryAfterS) } })
}

function actsOn(faults: Faults, entry: LoggedRequest): boolean {
  return faults.onlyPath === null || entry.path.startsWith(faults.onlyPath)
}

async function misbehave(faults: Faults, reply: FastifyReply, entry: LoggedRequest): Promise<void> {
  if (!actsOn(faults, entry)) return
  if (faults.latencyMs > 0) await passes(faults.latencyMs)
  if (Math.random() < faults.silent) reply.hijack()
  else if (Math.random() < faults.halfBodies) breakOff(reply, entry)
  else if (Math.random() < faults.garbage)
    await reply
      .type('application/json')
      .send('<html><body>Please wait while we check your browser</body></html>')
  else if (Math.random() < faults.serverErrors) throw new GongApiError(500, texts.serverError)
}

/** An answer that promises more than it holds. */
function breakOff(reply: FastifyReply, entry: LoggedRequest): void {
  reply.hijack()
  entry.status = 200
  const start = '{"requestId":"4al018gzaztcr8nbukw","records":{"totalRecords":12,"currentPage'
  reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': 4 * start.length })
  reply.raw.write(start, () => reply.raw.destroy())
}

function readJson(text: string): Record<string, unknown> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new GongApiError(400, texts.badRequest)
  }
  if (!isRecord(body)) throw new GongApiError(400, texts.badRequest)
  return body
}

function asGongError(error: unknown, parts: Parts) {
  if (error instanceof GongApiError)
    return { status: error.status, text: error.message, headers: error.headers, more: error.more }
  const status = isRecord(error) && typeof error['statusCode'] === 'number' ? error['statusCode'] : 500
  if (status >= 500) parts.log.error(error, 'the simulated API failed')
  return { status, text: status >= 500 ? texts.serverError : texts.badRequest, headers: {}, more: {} }
}
