import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import type { Health } from './health-shapes.ts'

const LOOK_BACK = '7 days'
/** A live call is announced within days of being held; this bounds what is read to the newest part of the list. */
const HELD_WITHIN = '30 days'

/**
 * How long a call took: Gong's part (its end until we heard of it) and ours (hearing of it until its follow-up), over a
 * week. Imported history and calls that only comparing found say nothing about either.
 */
export async function readTimings(workspaceId: string, now: Date, db: Db): Promise<Health['timings']> {
  const { rows } = await sql<{
    calls: number
    gong50: number | null
    gong95: number | null
    ours50: number | null
    ours95: number | null
  }>`
    select count(*)::int as calls,
      percentile_cont(0.5) within group (order by gong) as gong50, percentile_cont(0.95) within group (order by gong) as gong95,
      percentile_cont(0.5) within group (order by ours) as ours50, percentile_cont(0.95) within group (order by ours) as ours95
    from (
      select
        extract(epoch from announced_at - (started_at + make_interval(secs => coalesce(duration_s, 0))))::float8 * 1000 as gong,
        extract(epoch from drafted_at - announced_at)::float8 * 1000 as ours
      from call
      where workspace_id = ${workspaceId} and announced_at is not null and drafted_at is not null and source in ('event', 'rule')
        and drafted_at > ${now}::timestamptz - interval '${sql.raw(LOOK_BACK)}'
        and coalesce(started_at, expected_at) > ${now}::timestamptz - interval '${sql.raw(HELD_WITHIN)}') t`.execute(
    db,
  )
  const row = rows[0]
  return {
    calls: row?.calls ?? 0,
    gong: { p50Ms: row?.gong50 ?? null, p95Ms: row?.gong95 ?? null },
    ours: { p50Ms: row?.ours50 ?? null, p95Ms: row?.ours95 ?? null },
  }
}
