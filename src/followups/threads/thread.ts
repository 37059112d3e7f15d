/* oxlint-disable unicorn/require-post-message-target-origin -- a thread's port has no origin */
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { FollowUpContent } from '../follow-up-shapes.ts'
import { checkGrounding } from '../grounding/check.ts'
import { toWriterInput } from '../stored-call.ts'
import type { StoredCall, WriterInput } from '../writer.ts'

/** Behind the receiver and the database when processors are short; a follow-up is in no such hurry. */
const NICENESS = 10
// Linux gives each thread a niceness of its own; elsewhere this would slow the whole process.
if (process.platform === 'linux') setPriority(NICENESS)

/** What a thread is asked to do: write a follow-up by rules and check it, or check one that a model wrote. */
export type ThreadTask =
  { kind: 'write'; call: StoredCall } | { kind: 'check'; call: StoredCall; content: FollowUpContent }

async function done(task: ThreadTask): Promise<FollowUpContent> {
  const input = toWriterInput(task.call)
  const content = task.kind === 'check' ? task.content : await writeByRules(input)
  return FollowUpContent.parse(checkGrounding(content, input))
}

async function writeByRules(input: WriterInput): Promise<FollowUpContent> {
  // Loaded with the first call to write: who checks a model's words needs no rules of any language.
  const { writeFollowUp } = await import('../built-in/write-follow-up.ts')
  return writeFollowUp(input)
}

/** One task in, one checked follow-up out. What is thrown travels back as its name and words only. */
parentPort?.on('message', ({ id, input }: { id: number; input: ThreadTask }) => {
  done(input).then(
    (output) => parentPort?.postMessage({ id, output }),
    (error: unknown) => {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      parentPort?.postMessage({ id, error: message, name })
    },
  )
})
