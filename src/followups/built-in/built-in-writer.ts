import { availableParallelism } from 'node:os'
import type { Logger } from 'pino'
import { FollowUpContent } from '../follow-up-shapes.ts'
import type { Writer } from '../writer.ts'
import { WorkerPool } from './worker-pool.ts'

export interface BuiltInWriter extends Writer {
  /** Starts a thread in the background, so that the first call does not wait for it. */
  warm(): void
}

/**
 * The writer that needs no key and no network. It runs in threads of its own and never holds up the receiver: threads
 * start with the first call and end after ten minutes without one.
 */
export function builtInWriter({
  log,
  idleMs = 10 * 60_000,
  timeoutMs = 30_000,
}: {
  log: Logger
  idleMs?: number
  timeoutMs?: number
}): BuiltInWriter {
  const pool = new WorkerPool({
    file: new URL('./write-worker.ts', import.meta.url),
    // One core stays free for the receiver and the database; more than four threads only cost memory.
    size: Math.min(4, Math.max(1, availableParallelism() - 1)),
    idleMs,
    timeoutMs,
  })
  return {
    name: 'built-in',
    async write(input, signal) {
      const began = performance.now()
      const content = FollowUpContent.parse(await pool.run(input, signal))
      log.debug(
        { ms: Math.round(performance.now() - began), sentences: input.sentences.length },
        'a follow-up was written',
      )
      return content
    },
    warm: () => pool.warm(),
    close: () => pool.close(),
  }
}
