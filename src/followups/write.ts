import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import { storeWritten } from './store.ts'
import { readCallToWrite } from './writer-input.ts'
import type { Writer } from './writer.ts'

export interface WriteDeps {
  db: Db
  clock: Clock
  writer: Writer
  log: Logger
}

/**
 * Writes a call's follow-up: read, have it written and checked against the transcript, store. Safe to run twice: one
 * transcript leads to one version. `again` = a person asked for another one than `newest`, and that leads to one version, too.
 */
export async function writeFollowUp(
  job: { workspaceId: string; callId: string; again?: boolean; newest?: number },
  deps: WriteDeps,
  signal: AbortSignal,
): Promise<void> {
  const call = await readCallToWrite(job.workspaceId, job.callId, deps.db)
  if (!call) return
  // A job that came twice (the first one waited long, or its worker was killed) must not be paid for twice.
  const isDone = job.again ? call.newestWritten > (job.newest ?? Infinity) : call.isWritten
  if (call.state === 'drafted' && isDone) return
  let content
  try {
    content = await deps.writer.write(call.input, signal)
  } catch (error) {
    if (signal.aborted) throw error
    deps.log.error({ err: error, callId: job.callId }, 'a follow-up could not be written')
    return writerFailed(job, error, deps)
  }
  await deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ state: string; hash: string | null }>`
      select c.state, t.content_hash as hash from call c left join transcript t on t.call_id = c.id
      where c.workspace_id = ${job.workspaceId} and c.id = ${job.callId} for update of c`.execute(tx)
    const now = rows[0]
    // While we wrote, the transcript changed (a newer job has the last word), or the call was erased or made private.
    if (!now || now.state === 'erased' || now.state === 'skipped' || now.hash !== call.transcriptHash) return
    await storeWritten(
      tx,
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
    await sql`
      update call set state = 'drafted', reason = null, drafted_at = coalesce(drafted_at, ${deps.clock.now()}),
        updated_at = ${deps.clock.now()}
      where workspace_id = ${job.workspaceId} and id = ${job.callId}`.execute(tx)
    await recordChanges(tx, job.workspaceId, [{ kind: 'call', id: job.callId }])
  })
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
