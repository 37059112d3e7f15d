import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'

/** A task that many ask for and that is done once for all who asked meanwhile. */
export interface Coalesced {
  /** Has it done: at once, or as soon as the pause after the last time is over. */
  ask(): void
  /** Resolves when nothing is left to do. */
  done(): Promise<void>
}

/** `task` runs never twice at a time, and after each run rests for `pauseMs`. A failure is logged, with what follows from it. */
export function coalesce(
  pauseMs: number,
  task: () => Promise<void>,
  { log, failed }: { log: Logger; failed: string },
): Coalesced {
  let isAsked = false
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (isAsked) {
      isAsked = false
      await task().catch((error: unknown) => log.warn({ err: error }, failed))
      await sleep(pauseMs)
    }
    running = undefined
  }

  return {
    ask() {
      isAsked = true
      running ??= run()
    },
    done: async () => running,
  }
}
