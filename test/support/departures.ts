import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mostInAnySecond } from '../../src/simulator/rate-limit.ts'

/** When this process's requests to a Gong's API left. */
export interface Departures extends Disposable {
  mostInAnySecond(): number
}

const CHANNEL = 'undici:request:create'
/** Between leaving and being seen here lies some work of this process. */
const SECOND_MS = 990

/**
 * Notes when the product hands each request to the HTTP client. That is what the allowance promises. Where the product
 * and the simulator share one process, a busy moment holds requests back between leaving and arriving, and lets them
 * arrive together: so a count at arrival alone does not tell whether one left too early.
 */
export function watchDepartures(gongUrl: string): Departures {
  const times: number[] = []
  const note = (message: unknown): void => {
    const { origin, path } = (message as { request: { origin: string; path: string } }).request
    if (String(origin) === gongUrl && path.startsWith('/v2/')) times.push(performance.now())
  }
  subscribe(CHANNEL, note)
  return {
    mostInAnySecond: () => mostInAnySecond(times, SECOND_MS),
    [Symbol.dispose]: () => void unsubscribe(CHANNEL, note),
  }
}
