import { sql } from 'kysely'
import type { Connection } from '../../connections/connection.ts'
import { gongFailed } from '../../connections/gong-outcome.ts'
import { GongError } from '../../gong/errors.ts'
import type { BackfillWait } from './backfill-shapes.ts'
import { replaceWindow, tellChanged, type BackfillDeps, type Run } from './run-row.ts'
import { halve, type Window } from './windows.ts'

/** After a fault of Gong's, this long before it is asked again; doubled with each further one. */
const AFTER_FAULT_MS = 5_000
const LONGEST_WAIT_MS = 600_000
/** Until a missing right is tried again. */
const AFTER_MISSING_RIGHT_MS = 600_000

/** What a refusal means for the run: it waits, its window is cut smaller, or (our request is wrong) it has failed. */
export async function handleBackfillRefusal(
  run: Run,
  connection: Connection,
  window: Window | null,
  error: unknown,
  deps: BackfillDeps,
): Promise<void> {
  if (!(error instanceof GongError)) throw error
  deps.log.warn({ backfillId: run.id, kind: error.kind }, error.message)
  const fault = Math.min(AFTER_FAULT_MS * 2 ** Math.min(run.failures, 10), LONGEST_WAIT_MS)
  switch (error.kind) {
    case 'cursor_expired':
    case 'too_large':
      return (await isCutSmaller()) ? undefined : wait('gong', fault)
    case 'rate_limited':
      await gongFailed(deps, connection, 'details', error)
      return wait('allowance', error.waitMs ?? 1000)
    case 'daily_quota':
      await gongFailed(deps, connection, 'details', error, 'backfill')
      return wait('daily_quota', error.waitMs ?? 3_600_000)
    case 'unavailable':
      await gongFailed(deps, connection, 'details', error)
      return wait('gong', fault)
    case 'scope_missing':
    case 'forbidden':
      await gongFailed(deps, connection, 'details', error)
      return wait('scope', AFTER_MISSING_RIGHT_MS)
    case 'needs_reconnect':
    case 'invalid_grant':
    case 'unauthorized_client':
    case 'insecure_host':
      await gongFailed(deps, connection, 'details', error)
      return wait('connection', fault)
    default:
      return fail(error.message)
  }

  /** Smaller windows are read sooner, and hold less. */
  async function isCutSmaller(): Promise<boolean> {
    const halves = window === null ? [] : halve(window)
    if (window === null || halves.length < 2) return false
    await deps.db.transaction().execute((tx) => replaceWindow(run, window, halves, tx))
    return true
  }

  function after(ms: number): Date {
    return new Date(deps.clock.now().getTime() + ms)
  }

  async function wait(waitsFor: BackfillWait, ms: number): Promise<void> {
    await sql`
      update backfill set waits_for = ${waitsFor}, problem = ${error instanceof Error ? error.message : null}, failures = failures + 1,
        wait_until = greatest(wait_until, ${after(ms)}::timestamptz)
      where workspace_id = ${run.workspaceId} and id = ${run.id} and state = 'running'`.execute(deps.db)
    await tellChanged(run, deps.db)
  }

  async function fail(problem: string): Promise<void> {
    await sql`
      update backfill set state = 'failed', problem = ${problem}, ended_at = ${deps.clock.now()}, waits_for = null, wait_until = null
      where workspace_id = ${run.workspaceId} and id = ${run.id} and state = 'running'`.execute(deps.db)
    await tellChanged(run, deps.db)
  }
}
