/* oxlint-disable unicorn/require-post-message-target-origin -- a thread's port has no origin */
import { parentPort } from 'node:worker_threads'
import type { WriterInput } from '../writer.ts'
import { writeFollowUp } from './write-follow-up.ts'

/** Runs in a worker thread: one call in, one follow-up out. What it throws travels back as words only. */
parentPort?.on('message', (task: { id: number; input: WriterInput }) => {
  writeFollowUp(task.input).then(
    (output) => parentPort?.postMessage({ id: task.id, output }),
    (error: unknown) =>
      parentPort?.postMessage({ id: task.id, error: error instanceof Error ? error.message : String(error) }),
  )
})
