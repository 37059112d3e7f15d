import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import type { Health } from './health-shapes.ts'

const DAYS = 14

/**
 * Events a day, and the calls that no event announced: two weeks, oldest first, days of UTC. A call whose event came
 * after comparing had found it was late, not lost.
 */
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
      greatest(0,
        (select coalesce(sum(f.found), 0) from found_call_day f where f.workspace_id = ${workspaceId} and f.day = d.day)
        - (select count(*) from call c join connection k on k.id = c.connection_id
           where c.workspace_id = ${workspaceId} and c.source = 'reconcile' and c.announced_at is not null
             and c.expected_at > k.listening_from
             and c.expected_at >= d.day at time zone 'UTC' and c.expected_at < (d.day + 1) at time zone 'UTC')
      )::int as found
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
