import { sql } from 'kysely'
import { isConnected, readConnection, type Connection } from '../connections/connection.ts'
import { gongFailed, gongWorked } from '../connections/gong-outcome.ts'
import { gongSession } from '../connections/session.ts'
import { recordChanges } from '../db/changes.ts'
import { GongError, pauseAfter } from '../gong/errors.ts'
import { erasePrivate } from './calls/erase.ts'
import { compareAll } from './compare-all.ts'
import { beginListening, countFound, lastWideListed, noteComparison, unknownCalls } from './compared.ts'
import { comparisonPaceMs, comparisonsADay } from './comparison-pace.ts'
import { judgeSilence } from './events-silent.ts'
import { expectCalls } from './expect.ts'
import type { FetchDeps } from './fetch/fetch-deps.ts'

/** The short window is read every time; the whole look-back once an hour. */
const SHORT_MS = 6 * 3_600_000
const WIDE_EVERY_MS = 3_600_000
/** After a failed read, this long before the next. */
const AFTER_FAILURE_MS = 60_000
const LATE_MS = 3_600_000

export interface ReconcileDeps extends FetchDeps {
  reconcile: { everyMs: number; lookbackMs: number }
}

/**
 * Compares Gong's own list with ours and expects what is missing. The window reaches back from now, never from the
 * last call seen: Gong lists by start time, and a call may appear there hours after it began.
 */
export async function reconcile(connectionId: string, deps: ReconcileDeps): Promise<void> {
  const now = deps.clock.now()
  if (!(await claim(connectionId, now, deps))) return
  // Read after the claim: who asks for a comparison has stored why before, such as a new subscription.
  const connection = await readConnection(connectionId, deps.db)
  if (!connection || !isConnected(connection)) return
  const isWide = await isWideDue(connection, now, deps)
  const lookbackMs = isWide ? deps.reconcile.lookbackMs : Math.min(SHORT_MS, deps.reconcile.lookbackMs)
  // A call is listed by its scheduled time, which may lie a little ahead of its real start.
  const range = {
    from: new Date(Math.max(now.getTime() - lookbackMs, connection.listFrom?.getTime() ?? 0)),
    to: new Date(now.getTime() + 15 * 60_000),
  }
  try {
    const listed = await compare(connection, isWide ? 'wide' : 'short', range, deps)
    if (!isWide) await keepPace(connection, now, listed, deps)
    await compareAll(connection, deps)
  } catch (error) {
    if (!(error instanceof GongError)) throw error
    // Comparing twice is harmless, so a window whose place Gong forgot just begins again. It is a fault only if it lasts.
    if (error.kind !== 'cursor_expired' || isLate(connection, now))
      await gongFailed(deps, connection, 'list', error, 'reconcile')
    return setNext(connection, new Date(now.getTime() + pauseAfter(error, AFTER_FAILURE_MS)), deps)
  }
  await sql`
    update connection set list_read_at = ${now},
      list_read_wide_at = case when ${isWide} then ${now} else list_read_wide_at end
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(deps.db)
  await gongWorked(deps, connection, 'list')
  await recordChanges(deps.db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
}

/** Hourly; less often where the look-back holds so many calls that it would cost too much. */
async function isWideDue(connection: Connection, now: Date, deps: ReconcileDeps): Promise<boolean> {
  const { listReadWideAt } = connection
  if (!listReadWideAt) return true
  const listed = await lastWideListed(connection, deps.db)
  const requests = await comparisonsADay('wide', connection, deps)
  return now.getTime() - listReadWideAt.getTime() >= comparisonPaceMs(listed, requests, WIDE_EVERY_MS)
}

/** As often as is set, stretched where six hours hold several pages of calls. */
async function keepPace(
  connection: Connection,
  now: Date,
  listed: number,
  deps: ReconcileDeps,
): Promise<void> {
  const requests = await comparisonsADay('short', connection, deps)
  const paceMs = comparisonPaceMs(listed, requests, deps.reconcile.everyMs)
  if (paceMs > deps.reconcile.everyMs) await setNext(connection, new Date(now.getTime() + paceMs), deps)
}

/** No comparison has come to its end for so long that people should know. */
function isLate({ listReadAt, connectedAt }: Connection, now: Date): boolean {
  const last = listReadAt ?? connectedAt
  return last === null || now.getTime() - last.getTime() > LATE_MS
}

/** Two wake-ups for one comparison are common (the sweep's and a person's): the first one does it. */
async function claim(connectionId: string, now: Date, deps: ReconcileDeps): Promise<boolean> {
  const result = await sql`
    update connection set list_next_at = ${new Date(now.getTime() + deps.reconcile.everyMs)}
    where id = ${connectionId} and (list_next_at is null or list_next_at <= ${now})`.execute(deps.db)
  return result.numAffectedRows === 1n
}

/**
 * Page by page: what Gong lists and we don't have is expected; what became private there is erased here. Answers how many
 * calls Gong listed.
 */
async function compare(
  connection: Connection,
  tier: 'short' | 'wide',
  range: { from: Date; to: Date },
  deps: ReconcileDeps,
): Promise<number> {
  const session = gongSession(connection, 'reconcile', deps)
  const sum = { listed: 0, found: 0, missing: 0, erased: 0 }
  const internal: string[] = []
  let cursor: string | undefined
  do {
    const page = await deps.gong.listCalls(session, { ...range, ...(cursor ? { cursor } : {}) })
    const missing = new Set(
      await notYetKnown(
        connection,
        page.items.map((call) => call.id),
        deps,
      ),
    )
    const found = page.items.filter((call) => missing.has(call.id))
    await deps.db.transaction().execute(async (tx) => {
      // An event may announce a call while it is compared: only what is new here was not announced.
      const { added } = await expectCalls(
        tx,
        deps,
        connection,
        found.map((call) => ({ gongCallId: call.id })),
        'reconcile',
      )
      await countFound(tx, connection, added, deps.clock.now())
      sum.erased += await erasePrivate(tx, deps.clock, connection, page.items)
    })
    internal.push(...found.filter((call) => call.scope === 'Internal').map((call) => call.id))
    sum.listed += page.items.length
    sum.found += found.length
    sum.missing += (await unknownCalls(connection, page.items, deps.db)).length
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
  await noteComparison(connection, { tier, ...range, ...sum }, deps)
  await judgeSilence(connection, internal, deps)
  await beginListening(connection, deps)
  return sum.listed
}

async function notYetKnown(
  connection: Connection,
  gongCallIds: string[],
  deps: ReconcileDeps,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select listed.id from unnest(${gongCallIds}::text[]) as listed (id)
    where not exists (
      select 1 from call c
      where c.connection_id = ${connection.id} and c.gong_call_id = listed.id
        and not (c.state = 'skipped' and c.reason = 'not_wanted' and not c.is_history))`.execute(deps.db)
  return rows.map((row) => row.id)
}

/** Unless somebody asked for a comparison while this one ran, which made the next one due at once. */
async function setNext(connection: Connection, at: Date, deps: ReconcileDeps): Promise<void> {
  await sql`update connection set list_next_at = ${at}
    where workspace_id = ${connection.workspaceId} and id = ${connection.id} and list_next_at is not null`.execute(
    deps.db,
  )
}
