import { sql } from 'kysely'
import type { Registry } from 'prom-client'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { gaugesOf } from './gauge.ts'

const isConnected = sql`connected_at is not null and disconnected_at is null`

/** What the health page says of connections, their allowance and their speed, for Prometheus: over all workspaces. */
export function connectionMetrics(
  metrics: Registry,
  deps: { db: Db; clock: Clock; rate: { perDay: number } },
): void {
  const { db, clock, rate } = deps
  const gauge = gaugesOf(metrics)

  gauge(
    'fastfollow_connections',
    'Living connections by how calls arrive and by the state of their subscription',
    ['delivery', 'subscription'],
    async () => {
      const { rows } = await sql<{ delivery: string; subscription: string; value: number }>`
        select delivery, coalesce(subscription_state, 'none') as subscription, count(*)::int as value
        from connection where ${isConnected} group by 1, 2`.execute(db)
      return rows.map(({ delivery, subscription, value }) => ({ labels: { delivery, subscription }, value }))
    },
  )

  gauge(
    'fastfollow_access_expires_seconds',
    'Life that the access token with the shortest one has left; below 0 = it is dead and was not renewed',
    [],
    async () => {
      const { rows } = await sql<{ value: number | null }>`
        select min(extract(epoch from access_expires_at - ${clock.now()}::timestamptz))::float8 as value
        from connection where ${isConnected}`.execute(db)
      return one(rows[0]?.value)
    },
  )

  gauge(
    'fastfollow_capability_age_seconds',
    'Since when something was last seen to work, of the connection where that is longest ago',
    ['capability'],
    async () => {
      const { rows } = await sql<{ capability: string; value: number | null }>`
        select name as capability, max(extract(epoch from ${clock.now()}::timestamptz - worked_at))::float8 as value
        from capability join connection k on k.id = connection_id where ${isConnected} group by 1`.execute(db)
      return rows.flatMap(({ capability, value }) =>
        value === null ? [] : [{ labels: { capability }, value }],
      )
    },
  )

  gauge(
    'fastfollow_quota_used_ratio',
    "Share of Gong's daily quota that the busiest allowance has used",
    [],
    async () => {
      const { rows } = await sql<{ used: number | null }>`
        select max(used)::float8 as used from (
          select sum(used) as used from allowance_hour
          where hour > clock_timestamp() - interval '25 hours' group by key) each`.execute(db)
      return [{ labels: {}, value: (rows[0]?.used ?? 0) / rate.perDay }]
    },
  )

  gauge(
    'fastfollow_call_seconds',
    "Gong's part (a call's end until we heard of it) and ours (until its follow-up), of announced calls drafted in the last hour",
    ['part', 'quantile'],
    async () => {
      const { rows } = await sql<{ part: string; quantile: string; value: number | null }>`
        select part, quantile::text, percentile_cont(quantile) within group (order by seconds) as value
        from (
          select drafted_at - announced_at as ours,
                 announced_at - (started_at + make_interval(secs => coalesce(duration_s, 0))) as gong
          from call where drafted_at > ${clock.now()}::timestamptz - interval '1 hour' and source in ('event', 'rule')) lately
        cross join lateral (values ('ours', extract(epoch from ours)::float8), ('gong', extract(epoch from gong)::float8)) v (part, seconds)
        cross join (values (0.5), (0.95)) q (quantile)
        group by part, quantile`.execute(db)
      return rows.flatMap(({ part, quantile, value }) =>
        value === null ? [] : [{ labels: { part, quantile }, value }],
      )
    },
  )

  gauge('fastfollow_database_bytes', 'Size of the database on disk', [], async () => {
    const { rows } = await sql<{ value: number }>`
      select pg_database_size(current_database())::float8 as value`.execute(db)
    return one(rows[0]?.value)
  })
}

/** A figure without labels; none while there is nothing to measure. */
function one(value: number | null | undefined): { labels: Record<string, string>; value: number }[] {
  return value === null || value === undefined ? [] : [{ labels: {}, value }]
}
