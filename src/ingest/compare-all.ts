import { sql } from 'kysely'
import type { Connection } from '../connections/connection.ts'
import { gongSession } from '../connections/session.ts'
import { PAGE_SIZE } from '../gong/bulk.ts'
import type { GongCall } from '../gong/schemas.ts'
import { eraseCalls, erasePrivate } from './calls/erase.ts'
import { noteComparison, unknownCalls } from './compared.ts'
import { comparisonsADay } from './comparison-pace.ts'
import type { FetchDeps } from './fetch/fetch-deps.ts'

/** Everything we keep is compared once a week, window by window, newest first. */
const EVERY_MS = 7 * 86_400_000
const WINDOW_MS = 14 * 86_400_000
/** Gong lists by scheduled time and we keep the real start: neighbours are listed too, so that no edge looks like a loss. */
const MARGIN_MS = 86_400_000
/**
 * When more than half of a window (and more than a handful) seems gone, our view of Gong has changed, not Gong; so it has
 * when a window is empty and Gong knows none of our newest calls either: it answers alike where we may no longer see them.
 */
const HANDFUL = 10

/**
 * Goes on with the weekly comparison of everything: what Gong no longer has, or has made private, is erased here. Keeps
 * its place as a date, so that it can stop after any window; nothing is erased unless Gong, asked for that very call,
 * does not know it.
 */
export async function compareAll(connection: Connection, deps: FetchDeps): Promise<void> {
  const now = deps.clock.now()
  let place = whereToGoOn(connection, now)
  while (place !== null && (await mayAsk(connection, deps))) {
    const oldest = await oldestCall(connection, deps)
    if (oldest === null || place <= oldest) return finish(connection, now, deps)
    const from = new Date(place.getTime() - WINDOW_MS)
    await compareWindow(connection, { from, to: place }, deps)
    await sql`update connection set compare_all_place = ${from}
      where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(deps.db)
    place = from
  }
}

function whereToGoOn(connection: Connection, now: Date): Date | null {
  if (connection.compareAllPlace) return connection.compareAllPlace
  const last = connection.compareAllAt ?? connection.connectedAt
  return last !== null && now.getTime() - last.getTime() >= EVERY_MS ? now : null
}

async function compareWindow(
  connection: Connection,
  range: { from: Date; to: Date },
  deps: FetchDeps,
): Promise<void> {
  const listed = await listAll(connection, range, deps)
  const gone = await goneCalls(connection, range, new Set(listed.map((call) => call.id)), deps)
  const erased = await deps.db.transaction().execute(async (tx) => {
    const wasMadePrivate = await erasePrivate(tx, deps.clock, connection, listed)
    return wasMadePrivate + (await eraseCalls(tx, deps.clock, connection, gone, 'gone_from_gong'))
  })
  const own = listed.filter((call) => isWithin(call, range))
  const missing = await unknownCalls(connection, own, deps.db)
  // What Gong has and we lack here is history, which is imported when somebody asks for it: shown, not fetched.
  await noteComparison(
    connection,
    { tier: 'all', ...range, listed: own.length, found: 0, missing: missing.length, erased },
    deps,
  )
}

async function listAll(
  connection: Connection,
  range: { from: Date; to: Date },
  deps: FetchDeps,
): Promise<GongCall[]> {
  const wide = {
    from: new Date(range.from.getTime() - MARGIN_MS),
    to: new Date(range.to.getTime() + MARGIN_MS),
  }
  const listed: GongCall[] = []
  let cursor: string | undefined
  do {
    const page = await deps.gong.listCalls(session(connection, deps), {
      ...wide,
      ...(cursor ? { cursor } : {}),
    })
    await countRequest(connection, deps)
    listed.push(...page.items)
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
  return listed
}

/** Our calls of a window that Gong neither lists nor knows by their id. */
async function goneCalls(
  connection: Connection,
  range: { from: Date; to: Date },
  listed: ReadonlySet<string>,
  deps: FetchDeps,
): Promise<string[]> {
  const { rows } = await sql<{ id: string; gongCallId: string }>`
    select id, gong_call_id as "gongCallId" from call
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id}
      and started_at >= ${range.from} and started_at < ${range.to} and state <> 'erased'`.execute(deps.db)
  const absent = rows.filter((row) => !listed.has(row.gongCallId))
  const gone: string[] = []
  for (let at = 0; at < absent.length; at += PAGE_SIZE) {
    const batch = absent.slice(at, at + PAGE_SIZE)
    const page = await deps.gong.callDetails(
      session(connection, deps),
      batch.map((row) => row.gongCallId),
    )
    await countRequest(connection, deps)
    const known = new Set([...page.items.map((call) => call.metaData.id), ...page.odd.map((odd) => odd.id)])
    gone.push(...batch.filter((row) => !known.has(row.gongCallId)).map((row) => row.id))
  }
  const isMost = gone.length > HANDFUL && gone.length * 2 > rows.length
  const isAll = gone.length > 0 && gone.length === rows.length && listed.size === 0
  if (!isMost && !(isAll && !(await knowsAny(connection, deps)))) return gone
  deps.log.warn(
    { connectionId: connection.id, gone: gone.length, of: rows.length },
    'too much seems gone from Gong: nothing is erased',
  )
  return []
}

/** Whether Gong knows any of our newest calls. */
async function knowsAny(connection: Connection, deps: FetchDeps): Promise<boolean> {
  const { rows } = await sql<{ gongCallId: string }>`
    select gong_call_id as "gongCallId" from call
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and state <> 'erased'
      and started_at is not null
    order by started_at desc limit ${PAGE_SIZE}`.execute(deps.db)
  const ids = rows.map((row) => row.gongCallId)
  const page = await deps.gong.callDetails(session(connection, deps), ids)
  await countRequest(connection, deps)
  return page.items.length + page.odd.length > 0
}

function session(connection: Connection, deps: FetchDeps) {
  return gongSession(connection, 'reconcile', deps)
}

function isWithin(call: GongCall, { from, to }: { from: Date; to: Date }): boolean {
  const at = Date.parse(call.started ?? call.scheduled ?? '')
  return at >= from.getTime() && at < to.getTime()
}

async function mayAsk(connection: Connection, deps: FetchDeps): Promise<boolean> {
  const { rows } = await sql<{ requests: number }>`
    select case when compare_all_day = ${today(deps)}::date then compare_all_requests else 0 end as requests
    from connection where id = ${connection.id}`.execute(deps.db)
  return (rows[0]?.requests ?? 0) < (await comparisonsADay('all', connection, deps))
}

async function countRequest(connection: Connection, deps: FetchDeps): Promise<void> {
  await sql`
    update connection set compare_all_day = ${today(deps)}::date,
      compare_all_requests = case when compare_all_day = ${today(deps)}::date then compare_all_requests + 1 else 1 end
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(deps.db)
}

function today(deps: FetchDeps): string {
  return deps.clock.now().toISOString().slice(0, 10)
}

async function oldestCall(connection: Connection, deps: FetchDeps): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(started_at) as at from call
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and state <> 'erased'`.execute(
    deps.db,
  )
  return rows[0]?.at ?? null
}

async function finish(connection: Connection, now: Date, deps: FetchDeps): Promise<void> {
  await sql`update connection set compare_all_place = null, compare_all_at = ${now}
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(deps.db)
}
