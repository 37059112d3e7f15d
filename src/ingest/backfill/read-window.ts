import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Connection } from '../../connections/connection.ts'
import { gongWorked } from '../../connections/gong-outcome.ts'
import { gongSession } from '../../connections/session.ts'
import type { Tx } from '../../db/db.ts'
import { GongError } from '../../gong/errors.ts'
import type { Page } from '../../gong/gong.ts'
import type { GongCallDetails } from '../../gong/schemas.ts'
import type { Gate } from './gate.ts'
import { countRequest, replaceWindow, type BackfillDeps, type Run } from './run-row.ts'
import { storePage } from './store-page.ts'
import { splitRest, type Window } from './windows.ts'

/** How a reading waits for its turn, and knows that it was stopped. */
export interface Pace {
  gate: Gate
  mayGoOn: () => Promise<boolean>
  signal: AbortSignal
}

/** A page that Gong did not answer is asked for again after these waits, so that a passing fault does not cost the window. */
const AGAIN_AFTER_MS = [1_000, 2_000, 4_000, 8_000]
/** A longer wait than this is one of the run, not of a page. */
const LONGEST_PAUSE_MS = 10_000

/**
 * Reads a window page by page and stores each page; the last one together with the note that the window is done. While a
 * page is stored the next one is asked for, so that a slow disk does not slow the asking. A window that holds far more
 * than planned is split after its first page. Throws GongError; what was stored stays, and the window is read again from
 * its beginning.
 */
export async function readWindow(
  run: Run,
  connection: Connection,
  window: Window,
  deps: BackfillDeps,
  pace: Pace,
): Promise<void> {
  let cursor: string | null = null
  let storing = Promise.resolve(true)
  try {
    for (let pages = 0; pages === 0 || cursor !== null; pages++) {
      const page: Page<GongCallDetails> | null = await askPatiently(
        run,
        connection,
        window,
        cursor,
        deps,
        pace,
      )
      if (page === null || !(await storing)) return
      const rest =
        pages === 0 && page.cursor !== null && !run.isSecondReading ? restOf(run, window, page) : null
      const isDone = page.cursor === null
      storing = storePage(run, connection, page, deps, async (tx) => {
        if (rest) await replaceWindow(run, window, rest, tx)
        else if (isDone) await markDone(tx, run, window, deps)
      })
      // Seen to when it is waited for; until then a failure must not end the process.
      storing.catch(() => {})
      cursor = rest ? null : page.cursor
    }
  } finally {
    await storing
  }
  await gongWorked(deps, connection, 'details')
}

/** Null when the run was stopped meanwhile. */
async function askPatiently(
  ...[run, connection, window, cursor, deps, pace]: Parameters<typeof askPage>
): ReturnType<typeof askPage> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await askPage(run, connection, window, cursor, deps, pace)
    } catch (error) {
      const waitMs = passesIn(error, attempt)
      if (waitMs === null) throw error
      await sleep(waitMs, undefined, { signal: pace.signal }).catch(() => {})
    }
  }
}

/** After how long it is worth asking for the same page again; null = what went wrong concerns the whole run. */
function passesIn(error: unknown, attempt: number): number | null {
  if (!(error instanceof GongError)) return null
  const waitMs =
    error.kind === 'rate_limited'
      ? error.waitMs
      : error.kind === 'unavailable'
        ? AGAIN_AFTER_MS[attempt]
        : undefined
  return waitMs !== undefined && waitMs <= LONGEST_PAUSE_MS && attempt < AGAIN_AFTER_MS.length ? waitMs : null
}

/** Null when the run was stopped while this page waited for its turn. */
async function askPage(
  run: Run,
  connection: Connection,
  { from, to }: Window,
  cursor: string | null,
  deps: BackfillDeps,
  pace: Pace,
): Promise<Page<GongCallDetails> | null> {
  // One request of a backfill waits for a slot, so that live calls never queue behind history.
  const turn = await pace.gate.enter()
  try {
    if (!(await pace.mayGoOn())) return null
    let hasLeft = false
    const session = gongSession(connection, 'backfill', deps, () => {
      hasLeft = true
      turn.leave()
    })
    try {
      return await deps.gong.listCallDetails(session, { from, to, ...(cursor === null ? {} : { cursor }) })
    } finally {
      if (hasLeft) await countRequest(run, deps.db)
    }
  } finally {
    turn.leave()
  }
}

function restOf(run: Run, window: Window, page: Page<GongCallDetails>): Window[] | null {
  const times = page.items.map(({ metaData }) => Date.parse(metaData.started ?? metaData.scheduled ?? ''))
  const isInOrder = times.every(
    (time, index) => !Number.isNaN(time) && time >= (times[index - 1] ?? -Infinity),
  )
  const last = times.at(-1)
  return isInOrder && last !== undefined
    ? splitRest(window, new Date(last), page.total, run.counted ?? 0)
    : null
}

async function markDone(tx: Tx, run: Run, { from, to }: Window, deps: BackfillDeps): Promise<void> {
  await sql`
    update backfill_window set done_at = ${deps.clock.now()}
    where workspace_id = ${run.workspaceId} and backfill_id = ${run.id} and from_at = ${from} and to_at = ${to}`.execute(
    tx,
  )
  await sql`update backfill set failures = 0, problem = null where workspace_id = ${run.workspaceId} and id = ${run.id}`.execute(
    tx,
  )
}
