import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import { CALL_STATES, type CallState } from '../ingest/call-shapes.ts'
import { isHeld } from '../ingest/calls/call-row.ts'
import type { Health } from './health-shapes.ts'

const SHOWN_COMPARISONS = 12

/**
 * Where every known call is, and what the last comparisons with Gong's list left over. The sum of the states is the
 * number of known calls, and the difference to Gong is 0 after each comparison: or something is wrong, and it shows.
 */
export async function readCompleteness(
  workspaceId: string,
  comparedAllAt: Date | null,
  db: Db,
): Promise<Health['completeness']> {
  const { rows } = await sql<{ state: CallState; count: number }>`
    select c.state, count(*)::int as count from call c
    where c.workspace_id = ${workspaceId} and c.state <> 'expected' group by c.state
    union all
    select case when ${isHeld} then 'held' else c.state end, count(*)::int
    from call c join connection k on k.id = c.connection_id
    where c.workspace_id = ${workspaceId} and c.state = 'expected' group by 1`.execute(db)
  const { rows: all } = await sql<{ known: number }>`
    select count(*)::int as known from call where workspace_id = ${workspaceId}`.execute(db)
  const known = all[0]?.known ?? 0
  const states = Object.fromEntries(CALL_STATES.map((state) => [state, 0])) as Record<CallState, number>
  for (const row of rows) states[row.state] = row.count
  const sum = Object.values(states).reduce((a, b) => a + b, 0)
  return {
    known,
    states,
    difference: known - sum,
    comparisons: await readComparisons(workspaceId, db),
    comparedAllAt: comparedAllAt?.toISOString() ?? null,
  }
}

async function readComparisons(workspaceId: string, db: Db): Promise<Health['completeness']['comparisons']> {
  const { rows } = await sql<{
    tier: 'short' | 'wide' | 'all'
    at: Date
    from: Date
    to: Date
    listed: number
    found: number
    difference: number
    erased: number
  }>`
    select tier, at, window_from as "from", window_to as "to", listed, found, missing as difference, erased
    from compared_window where workspace_id = ${workspaceId} order by at desc limit ${SHOWN_COMPARISONS}`.execute(
    db,
  )
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    from: row.from.toISOString(),
    to: row.to.toISOString(),
  }))
}
