import { mostInAnySecond } from '../../src/simulator/rate-limit.ts'

/** When this process's requests to a Gong's API left. */
export interface Departures extends Disposable {
  mostInAnySecond(): number
}

/**
 * Notes when the product hands each request to the HTTP client. That is what the allowance promises. Where the product
 * and the simulator share one process, a busy moment holds requests back between leaving and arriving, and lets them
 * arrive together: so a count at arrival alone does not tell whether one left too early.
 */
export function watchDepartures(gongUrl: string): Departures {
  const times: number[] = []
  const ask = globalThis.fetch
  globalThis.fetch = (...request) => {
    const [to] = request
    if (typeof to === 'string' && to.startsWith(`${gongUrl}/v2/`)) times.push(performance.now())
    return ask(...request)
  }
  return {
    mostInAnySecond: () => mostInAnySecond(times),
    [Symbol.dispose]: () => {
      globalThis.fetch = ask
    },
  }
}
