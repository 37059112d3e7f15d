import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import type { Health } from './health-shapes.ts'

const DAYS = 14

/**
 * Of a row `f` of `found_call_day`: its calls that no event has announced to this day. One whose event came after comparing
 * had found it was late, not lost. What was found between the begin of announcing and the first comparison after it was
 * not counted (see `ingest/compared.ts`), so it is not taken off either.
 */
export const unannounced = sql`greatest(0, f.found - (
  select count(*) from call c join connection k on k.id = c.connection_id
  where c.connection_id = f.connection_id and c.source = 'reconcile' and c.announced_at is not null
    and c.expected_at >= f.day at time zone 'UTC' and c.expected_at < (f.day + 1) at time zone 'UTC'
    and not coalesce(c.expected_at between coalesce(k.subscription_since, k.connected_at) and k.listening_from, false)))`

/** Events a day, and the calls that no event announced: two weeks, oldest first, days of UTC. */
export async function readEvents(
  workspaceId: string,
  lastEventAt: Date | null,
  now: Date,
  db: Db,
): Promise<Health['events']> {
  const { rows } = await sql<{ day: string; announced: number; found: number }>`
    select d.day::text as day,
      (select count(*)::int from delivery v
       where v.workspace_id = ${workspaceId} and not v.is_test and v.gong_call_id is not null
         and v.received_at >= d.day at time zone 'UTC' and v.received_at < (d.day + 1) at time zone 'UTC') as announced,
      (select coalesce(sum(${unannounced}), 0)::int from found_call_day f
       where f.workspace_id = ${workspaceId} and f.day = d.day) as found
    from (select (${now}::timestamptz at time zone 'UTC')::date - n as day from generate_series(0, ${DAYS - 1}) n) d
    order by d.day`.execute(db)
  const sum = (of: 'announced' | 'found'): number => rows.reduce((total, row) => total + row[of], 0)
  return {
    lastEventAt: lastEventAt?.toISOString() ?? null,
    days: rows,
    announced: sum('announced'),
    found: sum('found'),
  }
}
