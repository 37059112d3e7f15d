import { sql } from 'kysely'
import { isConnected, readConnection, type Connection } from '../../connections/connection.ts'
import { gongSession } from '../../connections/session.ts'
import { createGate } from './gate.ts'
import { readWindow } from './read-window.ts'
import { handleBackfillRefusal } from './refusals.ts'
import { addWindows, countRequest, openWindows, runningRun, type BackfillDeps, type Run } from './run-row.ts'
import { planWindows, type Window } from './windows.ts'

/** As many as 3 requests a second need while Gong takes over two seconds an answer. */
const MOST_SIDE_BY_SIDE = 8
/** A run hands itself over before the job engine would take its job for dead. */
const LONGEST_RUN_MS = 300_000

/**
 * Reads the windows of the run that is at work for this connection, several side by side, until none is left, the run
 * has to wait, or somebody stops it. What was not finished is found in the rows by whoever comes next.
 */
export async function runBackfill(
  connectionId: string,
  deps: BackfillDeps,
  signal: AbortSignal,
): Promise<void> {
  const gate = createGate()
  const inFlight = new Map<string, Promise<void>>()
  const endBy = Date.now() + LONGEST_RUN_MS
  let failure: { cause: unknown } | undefined
  const mayGoOn = async (): Promise<boolean> =>
    !signal.aborted && Date.now() < endBy && isAtWork(await runningRun(connectionId, deps.db), deps)
  try {
    while (await mayGoOn()) {
      // What is no refusal of Gong's (a database that is away) ends this round; the job engine tries again, with a pause.
      if (failure) throw failure.cause
      const run = await runningRun(connectionId, deps.db)
      const connection = await readConnection(connectionId, deps.db)
      if (!run || !connection || !isConnected(connection)) return
      if (run.counted === null) {
        await plan(run, connection, deps)
        continue
      }
      const next = (await openWindows(run, deps.db)).find((window) => !inFlight.has(keyOf(window)))
      if (!next && inFlight.size === 0) return
      if (next && inFlight.size < MOST_SIDE_BY_SIDE) begin(run, connection, next)
      else await Promise.race(inFlight.values())
    }
  } finally {
    await Promise.allSettled(inFlight.values())
  }

  function begin(run: Run, connection: Connection, window: Window): void {
    const reading = readWindow(run, connection, window, deps, { gate, mayGoOn, signal })
      .catch((error: unknown) => handleBackfillRefusal(run, connection, window, error, deps))
      .catch((cause: unknown) => {
        if (!signal.aborted) failure ??= { cause }
      })
      .finally(() => inFlight.delete(keyOf(window)))
    inFlight.set(keyOf(window), reading)
  }
}

/** Asks Gong how many calls there are, by one cheap request, and cuts the range into windows. */
async function plan(run: Run, connection: Connection, deps: BackfillDeps): Promise<void> {
  try {
    const page = await deps.gong.listCalls(gongSession(connection, 'backfill', deps), {
      from: run.from,
      to: run.to,
    })
    await countRequest(run, deps.db)
    await deps.db.transaction().execute(async (tx) => {
      await addWindows(run, planWindows(run, page.total), tx)
      await sql`update backfill set counted = ${page.total} where workspace_id = ${run.workspaceId} and id = ${run.id}`.execute(
        tx,
      )
    })
  } catch (error) {
    await handleBackfillRefusal(run, connection, null, error, deps)
  }
}

function isAtWork(run: Run | null, deps: BackfillDeps): boolean {
  return run !== null && (run.waitUntil === null || run.waitUntil <= deps.clock.now())
}

function keyOf({ from, to }: Window): string {
  return `${from.getTime()}-${to.getTime()}`
}
