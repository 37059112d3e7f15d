import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { SUBSCRIPTION_EVERY_MS } from '../connections/subscription.ts'
import { USERS_EVERY_MS } from '../connections/users.ts'
import type { Db } from '../db/db.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { superviseBackfills } from './backfill/supervise.ts'
import { dueAfterWrongClock } from './wrong-clock.ts'

export interface SweepDeps {
  db: Db
  clock: Clock
  jobs: Jobs
}

/** A call whose writing job is gone (its retries are spent) is written again after this long. */
const UNWRITTEN_AFTER_MS = 10 * 60_000

/**
 * Turns what is due into wake-ups, once a second. Rows are the truth and wake-ups only hints: whatever was lost on
 * the way is found here.
 */
export async function sweep(deps: SweepDeps): Promise<void> {
  await dueAfterWrongClock(deps)
  await wakeFetches(deps)
  await wakeScheduled(
    deps,
    'gong-reconcile',
    sql`list_next_at is null or list_next_at <= ${deps.clock.now()}`,
  )
  await wakeScheduled(
    deps,
    'gong-subscription',
    sql`delivery <> 'rule' and coalesce(subscription_checked_at, '-infinity') <= ${ago(deps, SUBSCRIPTION_EVERY_MS)}`,
  )
  await wakeScheduled(
    deps,
    'gong-users',
    sql`coalesce(users_read_at, '-infinity') <= ${ago(deps, USERS_EVERY_MS)}`,
  )
  await superviseBackfills(deps)
  await writeForgotten(deps)
}

/** Connections with due calls, unless a block holds them all and its probe is not due. */
async function wakeFetches(deps: SweepDeps): Promise<void> {
  const now = deps.clock.now()
  const { rows } = await sql<{ id: string }>`
    select k.id from connection k
    where k.connected_at is not null and k.disconnected_at is null
      and exists (
        select 1 from call c
        where c.connection_id = k.id and c.due_at <= ${now}
          and (k.block_code is null or k.block_probe_at <= ${now}
               or (k.block_code = 'forbidden' and c.waits_for = 'details')))`.execute(deps.db)
  for (const { id } of rows) await deps.jobs.wake(deps.db, 'gong-fetch', id, { connectionId: id })
}

async function wakeScheduled(
  deps: SweepDeps,
  queue: 'gong-reconcile' | 'gong-subscription' | 'gong-users',
  isDue: ReturnType<typeof sql>,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from connection where connected_at is not null and disconnected_at is null and (${isDue})`.execute(
    deps.db,
  )
  for (const { id } of rows) await deps.jobs.wake(deps.db, queue, id, { connectionId: id })
}

async function writeForgotten(deps: SweepDeps): Promise<void> {
  const now = deps.clock.now()
  const { rows } = await sql<{ workspaceId: string; callId: string; priority: number }>`
    update call set updated_at = ${now}
    where state = 'fetched' and fetched_at < ${ago(deps, UNWRITTEN_AFTER_MS)} and updated_at < ${ago(deps, UNWRITTEN_AFTER_MS)}
    returning workspace_id as "workspaceId", id as "callId", priority`.execute(deps.db)
  // A long queue is not forgotten: a call whose job still waits would be paid for twice.
  const queued = await deps.jobs.queued(
    deps.db,
    'follow-up-write',
    'callId',
    rows.map((row) => row.callId),
  )
  const forgotten = rows.filter((row) => !queued.has(row.callId))
  for (const [priority, calls] of Map.groupBy(forgotten, (row) => row.priority))
    await deps.jobs.add(
      deps.db,
      'follow-up-write',
      calls.map(({ workspaceId, callId }) => ({ workspaceId, callId })),
      { priority: -priority },
    )
}

function ago(deps: SweepDeps, ms: number): Date {
  return new Date(deps.clock.now().getTime() - ms)
}
