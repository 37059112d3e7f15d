import { availableParallelism } from 'node:os'
import type { Logger } from 'pino'
import type { FollowUpContent } from '../follow-up-shapes.ts'
import type { StoredCall } from '../writer.ts'
import type { ThreadTask } from './thread.ts'
import { WorkerPool } from './worker-pool.ts'

/** Where follow-ups are written by rules and checked, away from the thread that answers Gong. */
export interface WritingThreads {
  /** Writes by rules; what comes back is checked. */
  write(call: StoredCall, signal: AbortSignal): Promise<FollowUpContent>
  /** Checks what a model wrote. */
  check(content: FollowUpContent, call: StoredCall, signal: AbortSignal): Promise<FollowUpContent>
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
  const pool = new WorkerPool<ThreadTask, FollowUpContent>({
    file: new URL('./thread.ts', import.meta.url),
    // One core stays free for the receiver and the database; more than four threads only cost memory.
    size: Math.min(4, Math.max(1, availableParallelism() - 1)),
    idleMs,
    timeoutMs,
  })
  const run = async (task: ThreadTask, signal: AbortSignal): Promise<FollowUpContent> => {
    const began = performance.now()
    const content = await pool.run(task, signal)
    log.debug({ task: task.kind, ms: Math.round(performance.now() - began) }, 'a writing thread is done')
    return content
  }
  return {
    write: (call, signal) => run({ kind: 'write', call: ownMemory(call) }, signal),
    check: (content, call, signal) => run({ kind: 'check', call: ownMemory(call), content }, signal),
    close: () => pool.close(),
  }
}

/** A small buffer shares its memory with others, and all of that would travel with it. */
function ownMemory(call: StoredCall): StoredCall {
  const { packed, sentences } = call.transcript
  return { ...call, transcript: { packed: packed && new Uint8Array(packed), sentences } }
}
