import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import { storeWritten } from './store.ts'
import { newestWritten, readCallToWrite, type CallToWrite } from './writer-input.ts'
import type { Writer } from './writer.ts'

export interface WriteDeps {
  db: Db
  clock: Clock
  writer: Writer
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

/**
 * Writes a call's follow-up: read, have it written and checked against the transcript, store. Safe to run twice: one
 * transcript leads to one version. What a person asked for leads to one version, too.
 */
export async function writeFollowUp(job: WriteJob, deps: WriteDeps, signal: AbortSignal): Promise<void> {
  const call = await readCallToWrite(job.workspaceId, job.callId, deps.db)
  if (!call) return
  // A job that came twice (the first one waited long, or its worker was killed) must not be paid for twice.
  if (call.state === 'drafted' && (await isDone(job, call, deps.db))) return
  let content
  try {
    content = await deps.writer.write(call.stored, signal)
  } catch (error) {
    // The job engine tries again: soon a process of the version that packed it may take it.
    if (signal.aborted || (error instanceof Error && error.name === 'UnreadableTranscript')) throw error
    deps.log.error({ err: error, callId: job.callId }, 'a follow-up could not be written')
    return writerFailed(job, error, deps)
  }
  await storeWritten(
    deps.db,
    deps.clock,
    { id: job.callId, workspaceId: job.workspaceId },
    {
      content,
      writer: deps.writer.name,
      transcriptHash: call.transcriptHash,
      again: job.again ?? false,
      newest: job.newest,
    },
  )
  deps.announce()
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
