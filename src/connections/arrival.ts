import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Tx } from '../db/db.ts'

/**
 * Genuine deliveries came: noted on the connection and on the addresses that they came to, and whatever complained that
 * none came or that they were false is closed. In one statement, and the last of a transaction: it locks the
 * connection's row, which others want too.
 */
export async function noteArrival(
  tx: Tx,
  clock: Clock,
  connection: { id: string; workspaceId: string },
  webhookKeyIds: string[],
): Promise<void> {
  const { id, workspaceId } = connection
  const now = clock.now()
  const { rows } = await sql<{ isNews: boolean }>`
    with
      arrived as (
        update connection set last_event_at = ${now} where workspace_id = ${workspaceId} and id = ${id}),
      verified as (
        update webhook_key set verified_at = ${now}
        where workspace_id = ${workspaceId} and id = any(${webhookKeyIds}) and verified_at is null returning id),
      closed as (
        update issue set resolved_at = ${now}
        where workspace_id = ${workspaceId} and connection_id = ${id} and resolved_at is null
          and code in ('signature_rejected', 'events_silent') returning id),
      worked as (
        insert into capability (connection_id, workspace_id, name, worked_at)
        values (${id}, ${workspaceId}, 'webhook', ${now})
        on conflict (connection_id, name) do update set worked_at = excluded.worked_at)
    select exists (select from verified) or exists (select from closed) as "isNews"`.execute(tx)
  // Who sets up an automation rule is watching the page for its first delivery, which may be a test and bring no call.
  if (rows[0]?.isNews) await recordChanges(tx, workspaceId, [{ kind: 'connection', id }])
}
