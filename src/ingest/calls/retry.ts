import { sql } from 'kysely'
import { audit } from '../../accounts/audit.ts'
import type { Clock } from '../../clock.ts'
import { recordChanges } from '../../db/changes.ts'
import type { Db } from '../../db/db.ts'
import { AppError, notFound } from '../../errors.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { maySee, type Reader } from './visibility.ts'

/**
 * Tries a call again now: a failed or waiting one is asked for at once, one that a rule left out gets its follow-up
 * after all. Private and erased calls stay as they are.
 */
export async function retryCall(
  reader: Reader,
  callId: string,
  deps: { db: Db; clock: Clock; jobs: Jobs },
): Promise<void> {
  const now = deps.clock.now()
  await deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      connectionId: string
      state: string
      reason: string | null
      hasTranscript: boolean
    }>`
      select c.connection_id as "connectionId", c.state, c.reason,
             exists (select 1 from transcript t where t.call_id = c.id) as "hasTranscript"
      from call c where c.workspace_id = ${reader.workspaceId} and c.id = ${callId} and ${maySee(reader)} for update`.execute(
      tx,
    )
    const call = rows[0]
    if (!call) throw notFound('This call')
    if (call.state === 'erased' || call.reason === 'private')
      throw new AppError('conflict', 'This call is private or deleted, so it is not read again.')
    if (call.state === 'drafted') throw new AppError('conflict', 'This call has its follow-up already.')
    const isReadyToWrite = call.hasTranscript && call.state !== 'expected'
    await sql`
      update call set state = ${isReadyToWrite ? 'fetched' : 'expected'}, reason = null, forced = true,
        follow_up_wanted = true, due_at = ${isReadyToWrite ? null : now}, asks = 0, priority = 0, last_problem = null,
        waits_for = case when details_at is null then 'details' else 'transcript' end, updated_at = ${now}
      where workspace_id = ${reader.workspaceId} and id = ${callId}`.execute(tx)
    await audit(tx, deps.clock, reader.workspaceId, {
      userId: reader.userId,
      action: 'call.retried',
      target: callId,
      details: { state: call.state, reason: call.reason },
    })
    await recordChanges(tx, reader.workspaceId, [{ kind: 'call', id: callId }])
    if (isReadyToWrite)
      await deps.jobs.add(tx, 'follow-up-write', [{ workspaceId: reader.workspaceId, callId }])
    else await deps.jobs.wake(tx, 'gong-fetch', call.connectionId, { connectionId: call.connectionId })
  })
}
