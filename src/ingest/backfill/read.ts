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
import type { Backfill, BackfillList } from './backfill-shapes.ts'
import { countCalls, type Counts } from './count-calls.ts'
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
    // Where it waits for its share of the day, that is there when the waiting is over.
    leftToday:
      run.waitsFor === 'daily_quota' ? share : Math.max(0, share - (await usedToday(run.connectionId, deps))),
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
