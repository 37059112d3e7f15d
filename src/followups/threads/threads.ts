import { availableParallelism } from 'node:os'
import type { Logger } from 'pino'
import { FollowUpContent } from '../follow-up-shapes.ts'
import type { WriterInput } from '../writer.ts'
import type { ThreadTask } from './thread.ts'
import { WorkerPool } from './worker-pool.ts'

/** Where follow-ups are written by rules and checked, away from the thread that answers Gong. */
export interface WritingThreads {
  /** Writes by rules; what comes back is checked. */
  write(input: WriterInput, signal: AbortSignal): Promise<FollowUpContent>
  /** Checks what a model wrote. */
  check(content: FollowUpContent, input: WriterInput, signal: AbortSignal): Promise<FollowUpContent>
  close(): Promise<void>
}

/**
 * Threads start with the first call and end after ten minutes without one. A task that takes more than 30 s of
 * processor time, or whose thread dies, fails alone.
 */
export function createThreads({
  log,
  idleMs = 10 * 60_000,
  timeoutMs = 30_000,
}: {
  log: Logger
  idleMs?: number
  timeoutMs?: number
}): WritingThreads {
  const pool = new WorkerPool({
    file: new URL('./thread.ts', import.meta.url),
    // One core stays free for the receiver and the database; more than four threads only cost memory.
    size: Math.min(4, Math.max(1, availableParallelism() - 1)),
    idleMs,
    timeoutMs,
  })
  const run = async (task: ThreadTask, signal: AbortSignal): Promise<FollowUpContent> => {
    const began = performance.now()
    const content = FollowUpContent.parse(await pool.run(task, signal))
    log.debug(
      {
        task: task.kind,
        ms: Math.round(performance.now() - began),
        sentences: task.input.sentences.length,
      },
      'a writing thread is done',
    )
    return content
  }
  return {
    write: (input, signal) => run({ kind: 'write', input }, signal),
    check: (content, input, signal) => run({ kind: 'check', input, content }, signal),
    close: () => pool.close(),
  }
}
