import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { z } from 'zod'
import { mostInAnySecond } from '../../src/simulator/rate-limit.ts'

/** When this process's requests to a Gong's API left. */
export interface Departures extends Disposable {
  /** Of one connection's requests: each has an allowance of its own. */
  mostInAnySecond(): number
}

const CHANNEL = 'undici:request:create'
/** Between leaving and being seen here lies some work of this process. */
const SECOND_MS = 990

const Created = z.object({
  request: z.object({
    origin: z.coerce.string(),
    path: z.string(),
    headers: z.union([z.string(), z.array(z.unknown())]).transform((headers) => [headers].flat()),
  }),
})

/**
 * Notes when the product hands each request to the HTTP client. That is what the allowance promises. Where the product
 * and the simulator share one process, a busy moment holds requests back between leaving and arriving, and lets them
 * arrive together: so a count at arrival alone does not tell whether one left too early.
 */
export function watchDepartures(gongUrl: string): Departures {
  const byToken = new Map<string, number[]>()
  const note = (message: unknown): void => {
    const { origin, path, headers } = Created.parse(message).request
    if (origin !== gongUrl || !path.startsWith('/v2/')) return
    const token = /bearer (\S+)/i.exec(headers.join('\n'))?.[1] ?? ''
    byToken.set(token, [...(byToken.get(token) ?? []), performance.now()])
  }
  subscribe(CHANNEL, note)
  return {
    mostInAnySecond: () =>
      Math.max(0, ...[...byToken.values()].map((times) => mostInAnySecond(times, SECOND_MS))),
    [Symbol.dispose]: () => void unsubscribe(CHANNEL, note),
  }
}
