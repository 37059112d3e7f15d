import { sql } from 'kysely'
import type { Db } from '../../db/db.ts'
import { isHeld } from '../calls/call-row.ts'
import type { Run } from './run-row.ts'

export interface Counts {
  found: number
  fetched: number
  drafted: number
  held: number
  failed: number
  erased: number
  waiting: number
  /** Of the waiting ones, those that are still to be asked for the first time. */
  unasked: number
  toWrite: number
  skippedBy: Record<string, number>
}

/** Up to so many calls a run is counted at each look: some 30 ms. */
const COUNTED_AT_EACH_LOOK = 20_000
/** A larger run is counted anew when its counts are so many times as old as counting took: a twentieth of one processor. */
const REST = 20
const counted = new WeakMap<Db, Map<string, { until: number; counts: Counts }>>()

/** What has become of a run's calls. Of large runs as it was a moment ago: every open page looks each second. */
export async function countCalls(run: Run, db: Db): Promise<Counts> {
  const known = counted.get(db) ?? new Map<string, { until: number; counts: Counts }>()
  counted.set(db, known)
  const last = known.get(run.id)
  const began = performance.now()
  if (last && began < last.until) return last.counts
  const counts = await countAll(run, db)
  const now = performance.now()
  if (counts.found > COUNTED_AT_EACH_LOOK) known.set(run.id, { until: now + (now - began) * REST, counts })
  return counts
}

async function countAll(run: Run, db: Db): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select sum(n)::int as found,
      coalesce(sum(n) filter (where is_fetched), 0)::int as fetched,
      coalesce(sum(n) filter (where state = 'drafted'), 0)::int as drafted,
      coalesce(sum(n) filter (where is_held), 0)::int as held,
      coalesce(sum(n) filter (where state = 'failed'), 0)::int as failed,
      coalesce(sum(n) filter (where state = 'erased'), 0)::int as erased,
      coalesce(sum(n) filter (where state = 'expected' and not is_held), 0)::int as waiting,
      coalesce(sum(n) filter (where state = 'expected' and is_unasked), 0)::int as unasked,
      coalesce(sum(n) filter (where state = 'fetched'), 0)::int as "toWrite",
      coalesce(jsonb_object_agg(reason, n) filter (where state = 'skipped' and not is_fetched), '{}') as "skippedBy"
    from (
      select c.state, case when c.state = 'skipped' then c.reason end as reason, c.asks = 0 as is_unasked,
        coalesce(${isHeld} or (c.state = 'expected' and c.reason = 'daily_quota'), false) as is_held,
        (c.state in ('fetched', 'drafted') or (c.state = 'skipped' and c.reason = 'not_wanted' and c.fetched_at is not null)) as is_fetched,
        count(*) as n
      from backfill_call b join call c on c.id = b.call_id join connection k on k.id = c.connection_id
      where b.workspace_id = ${run.workspaceId} and b.backfill_id = ${run.id}
      group by 1, 2, 3, 4, 5
    ) as counted`.execute(db)
  const counts = rows[0]!
  return { ...counts, found: (counts.found ?? 0) + run.unreadable, failed: counts.failed + run.unreadable }
}
