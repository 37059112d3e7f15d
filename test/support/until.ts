import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits for an event, never for a time: asks until there is an answer. The limit only ends a test that would hang;
 * it is far above what a slow machine needs.
 */
export async function until<T>(
  what: string | (() => string),
  ask: () => Promise<T | null | undefined | false>,
  limitMs = 100_000,
): Promise<T> {
  const end = Date.now() + limitMs
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`waited in vain: ${typeof what === 'string' ? what : what()}`)
    await sleep(25)
  }
}
