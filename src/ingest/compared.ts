import { sql } from 'kysely'
import type { Connection } from '../connections/connection.ts'
import type { Clock } from '../clock.ts'
import type { Db, Tx } from '../db/db.ts'
import { newId } from '../db/id.ts'

/** What comparing Gong's list with ours found: kept, because it is the honest health of the webhook. */
export interface Comparison {
  tier: 'short' | 'wide' | 'all'
  from: Date
  to: Date
  /** Calls that Gong listed, those among them that we had not heard of, and those that we still lack afterwards. */
  listed: number
  found: number
  missing: number
  erased: number
}

/** The page shows the last ones; two days of five-minute comparisons are plenty to look back on. */
const KEPT = 600

export async function noteComparison(
  connection: Connection,
  { tier, from, to, listed, found, missing, erased }: Comparison,
  deps: { db: Db; clock: Clock },
): Promise<void> {
  const { id, workspaceId } = connection
  await sql`
    insert into compared_window (id, connection_id, workspace_id, tier, window_from, window_to, listed, found, missing, erased, at)
    values (${newId()}, ${id}, ${workspaceId}, ${tier}, ${from}, ${to}, ${listed}, ${found}, ${missing}, ${erased},
            ${deps.clock.now()})`.execute(deps.db)
  await sql`
    delete from compared_window where connection_id = ${id} and at < (
      select at from compared_window where connection_id = ${id} order by at desc offset ${KEPT} limit 1)`.execute(
    deps.db,
  )
}

/** How many calls the last comparison of the whole look-back listed; 0 before the first. */
export async function lastWideListed(connection: Connection, db: Db): Promise<number> {
  const { rows } = await sql<{ listed: number }>`
    select listed from compared_window
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and tier = 'wide'
    order by at desc limit 1`.execute(db)
  return rows[0]?.listed ?? 0
}

/**
 * Counts calls that an event should have announced, by the day they were found. What the first comparison after
 * announcing began finds was analysed before it, so nothing was missed.
 */
export async function countFound(tx: Tx, connection: Connection, found: number, now: Date): Promise<void> {
  if (found === 0 || !isListening(connection)) return
  await sql`
    insert into found_call_day (connection_id, workspace_id, day, found)
    values (${connection.id}, ${connection.workspaceId}, (${now}::timestamptz at time zone 'UTC')::date, ${found})
    on conflict (connection_id, day) do update set found = found_call_day.found + excluded.found`.execute(tx)
}

/** Notes the first comparison after announcing began. */
export async function beginListening(connection: Connection, deps: { db: Db; clock: Clock }): Promise<void> {
  if (announcedSince(connection) === null || isListening(connection)) return
  await sql`update connection set listening_from = ${deps.clock.now()}
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(deps.db)
}

/** Would a call that Gong lists now and has not announced be a missed one? */
export function isListening(connection: Connection): boolean {
  const since = announcedSince(connection)
  return since !== null && connection.listeningFrom !== null && connection.listeningFrom > since
}

/** Since when Gong is to announce calls; null = nothing does. */
function announcedSince(connection: Connection): Date | null {
  if (connection.delivery === 'poll') return null
  return connection.delivery === 'subscription'
    ? (connection.subscriptionSince ?? connection.connectedAt)
    : connection.connectedAt
}

/** Of these calls, the ones without a row here: after a comparison there must be none. */
export async function unknownCalls(
  connection: Connection,
  listed: { id: string }[],
  db: Db,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select listed.id from unnest(${listed.map((call) => call.id)}::text[]) as listed (id)
    where not exists (
      select 1 from call c
      where c.workspace_id = ${connection.workspaceId} and c.connection_id = ${connection.id}
        and c.gong_call_id = listed.id)`.execute(db)
  return rows.map((row) => row.id)
}
