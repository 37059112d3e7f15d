import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import { recordChanges } from '../../db/changes.ts'
import type { Tx } from '../../db/db.ts'
import type { CallReason } from '../call-shapes.ts'

/**
 * Erases what was said on calls, and who said it: transcript, follow-ups, what deliveries held. The row stays, with our
 * own people on it, so that they see why the call is gone and it is never fetched again.
 * @returns how many were erased now.
 */
export async function eraseCalls(
  tx: Tx,
  clock: Clock,
  connection: { id: string; workspaceId: string },
  callIds: string[],
  reason: Extract<CallReason, 'retention' | 'deleted' | 'gone_from_gong' | 'private'>,
): Promise<number> {
  if (callIds.length === 0) return 0
  const now = clock.now()
  const { workspaceId } = connection
  const { rows } = await sql<{ id: string; gongCallId: string }>`
    update call set state = 'erased', reason = ${reason}, due_at = null, title = null, url = null, company = null,
      parties = '[]', search = null, last_problem = null, updated_at = ${now}
    where workspace_id = ${workspaceId} and connection_id = ${connection.id} and id = any(${callIds}) and state <> 'erased'
    returning id, gong_call_id as "gongCallId"`.execute(tx)
  const ids = rows.map((row) => row.id)
  await sql`delete from transcript where workspace_id = ${workspaceId} and call_id = any(${ids})`.execute(tx)
  await sql`delete from follow_up where workspace_id = ${workspaceId} and call_id = any(${ids})`.execute(tx)
  await sql`update delivery set body = null, headers = '{}' where workspace_id = ${workspaceId} and connection_id = ${connection.id}
    and gong_call_id = any(${rows.map((row) => row.gongCallId)})`.execute(tx)
  await recordChanges(
    tx,
    workspaceId,
    ids.map((id) => ({ kind: 'call' as const, id })),
  )
  return ids.length
}

/**
 * Calls that Gong lists as private and that we read before they were: what we hold of them goes, and those that wait for
 * their transcript don't get it. Those that wait for their details learn it from these.
 */
export async function erasePrivate(
  tx: Tx,
  clock: Clock,
  connection: { id: string; workspaceId: string },
  listed: { id: string; isPrivate: boolean | null }[],
): Promise<number> {
  const gongIds = listed.filter((call) => call.isPrivate === true).map((call) => call.id)
  if (gongIds.length === 0) return 0
  // Locked in the order in which events lock theirs, so that neither waits for the other for ever.
  const { rows: waiting } = await sql<{ id: string }>`
    update call set state = 'skipped', reason = 'private', is_private = true, due_at = null, last_problem = null,
      updated_at = ${clock.now()}
    where workspace_id = ${connection.workspaceId} and id in (
      select id from call
      where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id}
        and gong_call_id = any(${gongIds}) and state = 'expected' and waits_for = 'transcript'
      order by gong_call_id collate "C" for update)
    returning id`.execute(tx)
  await recordChanges(
    tx,
    connection.workspaceId,
    waiting.map(({ id }) => ({ kind: 'call' as const, id })),
  )
  const { rows } = await sql<{ id: string }>`
    select c.id from call c
    where c.workspace_id = ${connection.workspaceId} and c.connection_id = ${connection.id}
      and c.gong_call_id = any(${gongIds}) and exists (select 1 from transcript t where t.call_id = c.id)`.execute(
    tx,
  )
  return eraseCalls(
    tx,
    clock,
    connection,
    rows.map((row) => row.id),
    'private',
  )
}
