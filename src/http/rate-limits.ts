import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { Access } from '../accounts/access.ts'
import { AppError } from '../errors.ts'
import { routeOf } from './metrics.ts'
import type { Server } from './server-type.ts'

/**
 * Requests a minute.
 *
 * - `viewer`: from one session or key. An open page asks a few times a minute; a program that pages through everything
 *   may ask 50 times a second.
 * - `address`: from one address where nobody is signed in.
 * - `pages`: for files and health checks, which cost next to nothing.
 * - `receiver`: 20,000 a second. All of Gong's customers may come from a few addresses, and a delivery that is refused may
 *   not be sent again. The signature check is the defence there.
 */
const PER_MINUTE = { viewer: 3000, address: 1200, pages: 12_000, receiver: 1_200_000 }

/**
 * Counts requests and says on every answer how many are left. Per process on purpose: it protects the process; what
 * must hold over all processes (guessing passwords) is counted in the database.
 */
export async function limitRates(server: Server): Promise<void> {
  await server.register(rateLimit, {
    global: true,
    cache: 20_000,
    timeWindow: 60_000,
    max: (request) => PER_MINUTE[kindOf(request)],
    keyGenerator: (request) =>
      request.viewer === null
        ? `${kindOf(request)} ${addressOf(request)}`
        : `viewer ${request.viewer.credentialId}`,
    // The plugin has set Retry-After by then.
    errorResponseBuilder: (_request, { ttl }) => tooMany(Math.ceil(ttl / 1000)),
  })
  // What never got as far as its route's counter (an address that can't be read, say) still says what the limit is.
  server.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('x-ratelimit-limit')) reply.headers(uncounted())
  })
}

/** The headers of an answer to a request that was not counted. */
export function uncounted() {
  return { 'x-ratelimit-limit': PER_MINUTE.address, 'x-ratelimit-remaining': PER_MINUTE.address }
}

/** Whom a request counts for. */
function kindOf(request: FastifyRequest): keyof typeof PER_MINUTE {
  if (request.viewer !== null) return 'viewer'
  if (request.is404) return 'address'
  if (isReceiver(request.routeOptions)) return 'receiver'
  return routeOf(request).startsWith('/api/') ? 'address' : 'pages'
}

/** Programs post there without any credential of ours: what they bring is checked by the route. */
export function isReceiver({
  method,
  config,
}: {
  method?: string | string[] | undefined
  config?: { access?: Access }
}): boolean {
  return method === 'POST' && config?.access === 'none'
}

/** IPv6 addresses by their /64, which is what one customer gets. */
export function addressOf(request: Pick<FastifyRequest, 'ip'>): string {
  return normalizeIP(request.ip)
}

export function tooMany(retryAfterS: number): AppError {
  return new AppError('too_many_requests', `Too many requests. Please try again in ${retryAfterS} seconds.`, {
    retryAfterS,
  })
}

const WRONG_KEYS_PER_MINUTE = 60

/**
 * Wrong API keys from one address, counted before the database is asked: more than {@link WRONG_KEYS_PER_MINUTE} a
 * minute and the address waits. Bounded: the oldest addresses are forgotten first.
 */
export function createWrongKeyCounter(now: () => number = Date.now) {
  const counts = new Map<string, { count: number; until: number }>()
  return {
    assertNotOver(request: FastifyRequest): void {
      const seen = counts.get(addressOf(request))
      if (seen === undefined || seen.until <= now() || seen.count < WRONG_KEYS_PER_MINUTE) return
      request.log.warn({ route: routeOf(request) }, 'Too many wrong API keys from one address')
      throw tooMany(Math.ceil((seen.until - now()) / 1000))
    },
    count(request: FastifyRequest): void {
      const address = addressOf(request)
      const seen = counts.get(address)
      if (seen !== undefined && seen.until > now()) seen.count += 1
      else {
        counts.delete(address)
        counts.set(address, { count: 1, until: now() + 60_000 })
      }
      const oldest = counts.size > 10_000 ? counts.keys().next().value : undefined
      if (oldest !== undefined) counts.delete(oldest)
    },
  }
}
