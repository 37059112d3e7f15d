import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import { createGroupCommit } from '../db/group-commit.ts'
import { createStore, type Store } from './store.ts'
import { newestWritten, readCallsToWrite, type CallToWrite } from './writer-input.ts'
import type { Writer } from './writer.ts'

export interface WriteDeps {
  db: Db
  clock: Clock
  writer: Pick<Writer, 'name' | 'write'>
  log: Logger
  /** Has open pages told, in a moment, that something changed. */
  announce(): void
}

export interface WriteJob {
  workspaceId: string
  callId: string
  /** A person asked for another version than `newest`. */
  again?: boolean
  newest?: number
}

interface Parts extends WriteDeps {
  read(job: WriteJob): Promise<CallToWrite | null>
  store: Store
}

/**
 * Writes calls' follow-ups, one a job; what is written at the same time is read and stored together, since a statement
 * costs about as much as what it reads or stores.
 */
export function createWriting(deps: WriteDeps): (job: WriteJob, signal: AbortSignal) => Promise<void> {
  let beingWritten = 0
  const writer: WriteDeps['writer'] = {
    name: deps.writer.name,
    async write(call, signal) {
      beingWritten += 1
      try {
        return await deps.writer.write(call, signal)
      } finally {
        beingWritten -= 1
      }
    },
  }
  const read = createGroupCommit((jobs: WriteJob[]) => readCallsToWrite(jobs, deps.db), {
    most: 10,
    sideBySide: 2,
  })
  const store = createStore(deps, () => beingWritten)
  return (job, signal) => writeFollowUp(job, { ...deps, writer, read, store }, signal)
}

/**
 * Read, have it written and checked against the transcript, store. Safe to run twice: one transcript leads to one
 * version. What a person asked for leads to one version, too.
 */
async function writeFollowUp(job: WriteJob, parts: Parts, signal: AbortSignal): Promise<void> {
  const call = await parts.read(job)
  if (!call) return
  // A job that came twice (the first one waited long, or its worker was killed) must not be paid for twice.
  if (call.state === 'drafted' && (await isDone(job, call, parts.db))) return
  let content
  try {
    content = await parts.writer.write(call.stored, signal)
  } catch (error) {
    // The job engine tries again: soon a process of the version that packed it may take it.
    if (signal.aborted || (error instanceof Error && error.name === 'UnreadableTranscript')) throw error
    parts.log.error({ err: error, callId: job.callId }, 'a follow-up could not be written')
    return writerFailed(job, error, parts)
  }
  await parts.store(
    { id: job.callId, workspaceId: job.workspaceId },
    {
      content,
      writer: parts.writer.name,
      transcriptHash: call.transcriptHash,
      again: job.again ?? false,
      newest: job.newest,
    },
  )
  parts.announce()
}

async function isDone(job: WriteJob, call: CallToWrite, db: Db): Promise<boolean> {
  if (!job.again) return call.isWritten
  return (await newestWritten(job.workspaceId, job.callId, db)) > (job.newest ?? Infinity)
}

/** The call says that writing failed, and a person may try again. A call that has a follow-up keeps it. */
async function writerFailed(
  job: { workspaceId: string; callId: string },
  error: unknown,
  deps: WriteDeps,
): Promise<void> {
  const problem = error instanceof Error ? error.message.slice(0, 1000) : 'unknown'
  await sql`
    update call set state = 'failed', reason = 'writer_failed', last_problem = ${problem}, updated_at = ${deps.clock.now()}
    where workspace_id = ${job.workspaceId} and id = ${job.callId} and state = 'fetched'`.execute(deps.db)
  await recordChanges(deps.db, job.workspaceId, [{ kind: 'call', id: job.callId }])
}
