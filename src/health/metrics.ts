import { sql } from 'kysely'
import type { Registry } from 'prom-client'
import type { Clock } from '../clock.ts'
import { ISSUE_CODES } from '../connections/connection-shapes.ts'
import { issueText } from '../connections/issue-texts.ts'
import type { Db } from '../db/db.ts'
import { isHeld } from '../ingest/calls/call-row.ts'
import { unannounced } from './events.ts'
import { gaugesOf } from './gauge.ts'

/**
 * The health page's figures for Prometheus, over all workspaces: read when somebody scrapes. No label names a customer,
 * a call or a key.
 */
export function healthMetrics(metrics: Registry, deps: { db: Db; clock: Clock }): void {
  const { db, clock } = deps
  const gauge = gaugesOf(metrics)

  gauge(
    'fastfollow_calls',
    'Known calls by state; held = expected, of a connection that is blocked',
    ['state'],
    async () => {
      const { rows } = await sql<{ state: string; value: number }>`
      select case when ${isHeld} then 'held' else c.state end as state, count(*)::int as value
      from call c join connection k on k.id = c.connection_id group by 1`.execute(db)
      return rows.map(({ state, value }) => ({ labels: { state }, value }))
    },
  )

  gauge(
    'fastfollow_issues_open',
    'Open issues of connections by code and turn',
    ['code', 'turn'],
    async () => {
      const { rows } = await sql<{ code: string; value: number }>`
      select code, count(*)::int as value from issue where resolved_at is null group by code`.execute(db)
      return ISSUE_CODES.map((code) => ({
        labels: { code, turn: issueText(code, {}).turn },
        value: rows.find((row) => row.code === code)?.value ?? 0,
      }))
    },
  )

  gauge(
    'fastfollow_deliveries_waiting',
    'Deliveries that were acknowledged and are not taken in yet; more than moments long only where that fails',
    [],
    async () => {
      const { rows } = await sql<{ value: number }>`
      select coalesce(sum(size), 0)::int as value from arrival`.execute(db)
      return [{ labels: {}, value: rows[0]?.value ?? 0 }]
    },
  )

  gauge('fastfollow_list_age_seconds', "Age of the oldest last comparison with Gong's list", [], async () => {
    const { rows } = await sql<{ value: number | null }>`
      select max(extract(epoch from ${clock.now()}::timestamptz - coalesce(list_read_at, connected_at)))::float8 as value
      from connection where connected_at is not null and disconnected_at is null`.execute(db)
    return [{ labels: {}, value: rows[0]?.value ?? 0 }]
  })

  gauge(
    'fastfollow_missing_calls',
    "Gong's calls minus ours after each connection's last comparison",
    [],
    async () => {
      const { rows } = await sql<{ value: number }>`
      select coalesce(sum(missing), 0)::int as value from (
        select distinct on (connection_id) missing from compared_window where tier <> 'all'
        order by connection_id, at desc) last`.execute(db)
      return [{ labels: {}, value: rows[0]?.value ?? 0 }]
    },
  )

  gauge(
    'fastfollow_unannounced_calls',
    'Calls of the last 14 days that comparing the lists found and no event has announced to this day',
    [],
    async () => {
      const { rows } = await sql<{ value: number }>`
      select coalesce(sum(${unannounced}), 0)::int as value from found_call_day f
      where f.day > (${clock.now()}::timestamptz at time zone 'UTC')::date - 14`.execute(db)
      return [{ labels: {}, value: rows[0]?.value ?? 0 }]
    },
  )

  gauge('fastfollow_gong_paused', 'OAuth clients that Gong has asked to wait', [], async () => {
    const { rows } = await sql<{ value: number }>`
      select count(*)::int as value from allowance where paused_until > clock_timestamp()`.execute(db)
    return [{ labels: {}, value: rows[0]?.value ?? 0 }]
  })

  gauge(
    'fastfollow_alerts_unsent',
    'Messages about issues that could not be sent yet, after at least one try',
    ['channel'],
    async () => {
      const { rows } = await sql<{ channel: string; value: number }>`
      select channel, count(*) filter (where tries > 0)::int as value from alert
      where sent_at is null and given_up_at is null group by channel`.execute(db)
      return ['email', 'webhook'].map((channel) => ({
        labels: { channel },
        value: rows.find((row) => row.channel === channel)?.value ?? 0,
      }))
    },
  )

  gauge('fastfollow_jobs', 'Jobs by queue and state', ['queue', 'state'], async () => {
    const { rows } = await sql<{ queue: string; state: string; value: number }>`
      select name as queue, case when state in ('created', 'retry') then 'waiting' else state::text end as state,
             count(*)::int as value
      from jobs.job where state in ('created', 'retry', 'active', 'failed') group by 1, 2`.execute(db)
    return rows.map(({ queue, state, value }) => ({ labels: { queue, state }, value }))
  })

  gauge('fastfollow_oldest_job_seconds', 'Age of the oldest waiting job by queue', ['queue'], async () => {
    const { rows } = await sql<{ queue: string; value: number }>`
      select name as queue, max(extract(epoch from clock_timestamp() - greatest(created_on, start_after)))::float8 as value
      from jobs.job where state in ('created', 'retry') and start_after < clock_timestamp() group by 1`.execute(
      db,
    )
    return rows.map(({ queue, value }) => ({ labels: { queue }, value }))
  })
}
