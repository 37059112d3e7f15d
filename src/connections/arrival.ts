import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { CHANGE_CHANNEL } from '../db/changes.ts'
import type { Db } from '../db/db.ts'

/**
 * Genuine deliveries came to these addresses: noted on them and on their connections, and whatever complained that none
 * came or that they were false is closed. Open pages look for what is new. One statement for all connections, whose rows
 * it locks in the order of ids: others want them too.
 */
export async function noteArrivals(db: Db, clock: Clock, webhookKeyIds: string[]): Promise<void> {
  const now = clock.now()
  await sql`
    with
      address as (
        select id, connection_id, workspace_id, verified_at from webhook_key where id = any(${webhookKeyIds})),
      reached as (
        select id, workspace_id from connection
        where id in (select connection_id from address) order by id for no key update),
      arrived as (
        update connection c set last_event_at = ${now} from reached where c.id = reached.id),
      worked as (
        insert into capability (connection_id, workspace_id, name, worked_at)
        select id, workspace_id, 'webhook', ${now} from reached
        on conflict (connection_id, name) do update set worked_at = excluded.worked_at),
      verified as (
        update webhook_key k set verified_at = ${now} from address
        where k.id = address.id and address.verified_at is null
        returning k.connection_id, k.workspace_id),
      closed as (
        update issue set resolved_at = ${now} from reached
        where issue.workspace_id = reached.workspace_id and connection_id = reached.id and resolved_at is null
          and code in ('signature_rejected', 'events_silent')
        returning connection_id, issue.workspace_id),
      -- Who sets up an automation rule watches the page for its first delivery, which may be a test and bring no call.
      news as (
        insert into change (workspace_id, kind, entity_id)
        select workspace_id, 'connection', connection_id from verified
        union select workspace_id, 'connection', connection_id from closed)
    select pg_notify(${CHANGE_CHANNEL}, '')`.execute(db)
}
