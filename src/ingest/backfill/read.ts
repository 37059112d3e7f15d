import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import type { GongConfig } from '../../config.ts'
import { readConnection } from '../../connections/connection.ts'
import { gongSession } from '../../connections/session.ts'
import type { Tokens } from '../../connections/tokens.ts'
import type { Db } from '../../db/db.ts'
import { readCursor, writeCursor } from '../../db/page-cursor.ts'
import { notFound } from '../../errors.ts'
import type { Allowance } from '../../gong/allowance/allowance.ts'
import { PAGE_SIZE } from '../../gong/bulk.ts'
import { isHeld } from '../calls/call-row.ts'
import type { Backfill, BackfillList } from './backfill-shapes.ts'
import { endsAt } from './ends-at.ts'
import { runColumns, type Run } from './run-row.ts'
import { requestsFor } from './windows.ts'

export interface ReadBackfillDeps {
  db: Db
  clock: Clock
  config: GongConfig
  tokens: Tokens
  allowance: Allowance
}

/** History may use this share of the day; the rest is kept for live calls (`allowance_take`). */
export const SHARE_OF_DAY = 0.8

export async function readBackfill(
  workspaceId: string,
  id: string,
  deps: ReadBackfillDeps,
): Promise<Backfill> {
  const { rows } = await sql<Run>`
    select ${runColumns} from backfill b where b.workspace_id = ${workspaceId} and b.id = ${id}`.execute(
    deps.db,
  )
  if (!rows[0]) throw notFound('This import')
  return toBackfill(rows[0], deps)
}

/** Newest first. */
export async function listBackfills(
  workspaceId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  deps: ReadBackfillDeps,
): Promise<BackfillList> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const { rows } = await sql<Run>`
    select ${runColumns} from backfill b
    where b.workspace_id = ${workspaceId}
      and (${after?.at ?? null}::timestamptz is null or (b.created_at, b.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}))
    order by b.created_at desc, b.id desc limit ${limit + 1}`.execute(deps.db)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: await Promise.all(page.map((run) => toBackfill(run, deps))),
    nextCursor: last ? writeCursor({ at: last.createdAt, id: last.id }) : null,
  }
}

interface Counts {
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
async function countCalls(run: Run, db: Db): Promise<Counts> {
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

async function toBackfill(run: Run, deps: ReadBackfillDeps): Promise<Backfill> {
  const { unasked, toWrite, ...counts } = await countCalls(run, deps.db)
  const workedMs = run.workedMs + sinceLastLook(run, deps.clock.now())
  return {
    id: run.id,
    state: run.state,
    from: run.from.toISOString(),
    to: run.to.toISOString(),
    when: run.offHours ? { ...run.offHours, weekdays: run.offHours.weekdays ?? [] } : 'now',
    writeFollowUps: run.writeFollowUps,
    total: run.counted === null ? null : Math.max(run.counted, counts.found),
    ...counts,
    skipped: Object.values(counts.skippedBy).reduce((sum, n) => sum + n, 0),
    requests: run.requests,
    requestsPerSecond: workedMs >= 1000 ? Math.round((run.requests / workedMs) * 100_000) / 100 : null,
    allowedPerSecond: deps.config.rate.perSecond,
    endsAt: (await endOf(run, { ...counts, unasked, toWrite }, workedMs, deps))?.toISOString() ?? null,
    waitsFor: run.waitsFor,
    waitUntil: run.waitUntil?.toISOString() ?? null,
    problem: run.problem,
    createdBy: run.createdBy,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
  }
}

function sinceLastLook(run: Run, now: Date): number {
  if (run.state !== 'running' || run.waitsFor !== null || !run.workedAt) return 0
  return Math.min(Math.max(0, now.getTime() - run.workedAt.getTime()), 5_000)
}

/** When it ends by what is left to do; null where nobody can say. */
async function endOf(
  run: Run,
  counts: Counts,
  workedMs: number,
  deps: ReadBackfillDeps,
): Promise<Date | null> {
  if (run.endedAt) return run.endedAt
  if (
    run.counted === null ||
    (run.state !== 'running' && run.state !== 'scheduled') ||
    run.waitsFor === 'turn'
  )
    return null
  const now = deps.clock.now()
  const toFind = Math.max(0, run.counted - counts.found)
  // As many of what is still to be found will need a transcript as of what was found.
  const shareAsked = counts.found === 0 ? 1 : (counts.fetched + counts.waiting + counts.held) / counts.found
  const draftsLeft = run.writeFollowUps
    ? counts.toWrite + counts.unasked + Math.round(toFind * shareAsked)
    : 0
  const { perSecond, perDay } = deps.config.rate
  const share = Math.floor(perDay * SHARE_OF_DAY)
  const progress = {
    requestsLeft:
      requestsFor(toFind, counts.unasked + Math.round(toFind * shareAsked)) +
      (toFind === 0 ? Math.ceil(counts.unasked / PAGE_SIZE) : 0),
    requestsSent: run.requests,
    workedMs,
    draftsLeft,
    drafted: counts.drafted,
    perSecond,
    perDay: share,
    leftToday: Math.max(0, share - (await usedToday(run.connectionId, deps))),
  }
  const from = run.waitUntil && run.waitUntil > now ? run.waitUntil : now
  return endsAt(progress, run.offHours, from)
}

/** Requests of the last 24 hours by the OAuth client (or client and company) of this connection. */
export async function usedToday(connectionId: string, deps: ReadBackfillDeps): Promise<number> {
  const connection = await readConnection(connectionId, deps.db)
  if (!connection) return 0
  const { allowanceKey } = gongSession(connection, 'backfill', deps)
  return (await deps.allowance.state(allowanceKey)).usedToday
}
