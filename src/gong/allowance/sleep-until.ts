import { setTimeout as sleep } from 'node:timers/promises'

/** Sleeps until `performance.now()` has reached `at`; never wakes early, as a bare timer may by a millisecond. */
export async function sleepUntil(at: number, signal?: AbortSignal): Promise<void> {
  for (let left = at - performance.now(); left > 0; left = at - performance.now())
    await sleep(Math.ceil(left), undefined, signal ? { signal } : {})
}
