import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import { createGroupCommit } from '../db/group-commit.ts'
import { createStore } from './store.ts'
import { newestWritten, readCallsToWrite, type CallRef, type CallToWrite } from './writer-input.ts'
import type { Writer } from './writer.ts'

export interface WriteDeps {
  db: Db
  clock: Clock
  writer: Writer
  log: Logger
  /** Has open pages told, in a moment, that something changed. */
  announce(): void
}

export interface WriteJob extends CallRef {
  /** A person asked for another version than `newest`. */
  again?: boolean
  newest?: number
}

/** A batch of jobs begins in one moment. */
const READ_TOGETHER = { most: 10, sideBySide: 1, gather: { enough: () => 10, withinMs: 1 } }

/**
 * Writes a call's follow-up: read, have it written and checked against the transcript, store. Safe to run twice: one
 * transcript leads to one version. What a person asked for leads to one version, too. Calls whose follow-ups are written at
 * the same time are read and stored together.
 */
export function createWriting(deps: WriteDeps): (job: WriteJob, signal: AbortSignal) => Promise<void> {
  const { db, writer, log } = deps
  let firstsBeingWritten = 0
  const read = createGroupCommit((jobs: WriteJob[]) => readCallsToWrite(jobs, db), READ_TOGETHER)
  const store = createStore(deps, () => firstsBeingWritten)

  return async (job, signal) => {
    const call = await read(job)
    if (!call) return
    // A job that came twice (the first one waited long, or its worker was killed) must not be paid for twice.
    if (call.state === 'drafted' && (await isDone(job, call, db))) return
    const isFirst = call.writtenFrom === null
    let content
    firstsBeingWritten += Number(isFirst)
    try {
      content = await writer.write(call.stored, signal)
    } catch (error) {
      // The job engine tries again: soon a process of the version that packed it may take it.
      if (signal.aborted || (error instanceof Error && error.name === 'UnreadableTranscript')) throw error
      log.error({ err: error, callId: job.callId }, 'a follow-up could not be written')
      return writerFailed(job, error, deps)
    } finally {
      firstsBeingWritten -= Number(isFirst)
    }
    const { workspaceId, callId, again = false, newest } = job
    const { transcriptHash } = call
    await store({ workspaceId, callId, transcriptHash, content, writer: writer.name, isFirst, again, newest })
    deps.announce()
  }
}

async function isDone(job: WriteJob, call: CallToWrite, db: Db): Promise<boolean> {
  if (!job.again) return call.writtenFrom === call.transcriptHash
  return (await newestWritten(job, db)) > (job.newest ?? Infinity)
}

/** The call says that writing failed, and a person may try again. A call that has a follow-up keeps it. */
async function writerFailed(job: CallRef, error: unknown, deps: WriteDeps): Promise<void> {
  const problem = error instanceof Error ? error.message.slice(0, 1000) : 'unknown'
  await sql`
    update call set state = 'failed', reason = 'writer_failed', last_problem = ${problem}, updated_at = ${deps.clock.now()}
    where workspace_id = ${job.workspaceId} and id = ${job.callId} and state = 'fetched'`.execute(deps.db)
  await recordChanges(deps.db, job.workspaceId, [{ kind: 'call', id: job.callId }])
}
