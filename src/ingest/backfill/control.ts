import { sql } from 'kysely'
import { audit } from '../../accounts/audit.ts'
import type { Viewer } from '../../accounts/viewer.ts'
import type { Tx } from '../../db/db.ts'
import { newId } from '../../db/id.ts'
import { AppError, notFound } from '../../errors.ts'
import { leaveCalls, restCalls } from './calls-of-run.ts'
import { connectedOrRefuse } from './estimate.ts'
import type { OffHours } from './off-hours.ts'
import { addWindows, runColumns, tellChanged, type Run } from './run-row.ts'
import { superviseBackfills, type SuperviseDeps } from './supervise.ts'
import { planWindows, type Window } from './windows.ts'

export interface NewBackfill {
  range: Window
  /** How many calls the estimate found there a moment ago, so that Gong is not asked twice; null = not asked yet. */
  counted: number | null
  offHours: OffHours | null
  writeFollowUps: boolean
}

/** Puts a run at the end of the connection's queue; it begins at once where nothing is before it. Returns its id. */
export async function startBackfill(
  viewer: Viewer,
  wanted: NewBackfill,
  deps: SuperviseDeps,
): Promise<string> {
  const connection = await connectedOrRefuse(viewer.workspaceId, deps)
  const id = newId()
  const { from, to } = wanted.range
  await deps.db.transaction().execute(async (tx) => {
    await sql`
      insert into backfill (id, workspace_id, connection_id, state, range_from, range_to, off_hours, write_follow_ups, counted,
                            created_by, created_at)
      values (${id}, ${viewer.workspaceId}, ${connection.id}, 'scheduled', ${from}, ${to},
        ${wanted.offHours ? JSON.stringify(wanted.offHours) : null}::jsonb, ${wanted.writeFollowUps}, ${wanted.counted},
        ${viewer.userId}, ${deps.clock.now()})`.execute(tx)
    if (wanted.counted !== null)
      await addWindows(
        await lockRun(tx, viewer.workspaceId, id),
        planWindows(wanted.range, wanted.counted),
        tx,
      )
    await note(tx, viewer, 'backfill_started', id, deps, { from, to, writeFollowUps: wanted.writeFollowUps })
  })
  await superviseBackfills(deps)
  return id
}

/** Stops asking Gong for this run; requests that have left are let finish. */
export async function pauseBackfill(viewer: Viewer, id: string, deps: SuperviseDeps): Promise<void> {
  await change(viewer, id, deps, 'backfill_paused', async (tx, run) => {
    if (run.state === 'paused') return
    refuseIfOver(run)
    await restCalls(run, tx)
    await setState(tx, run, 'paused')
  })
}

export async function resumeBackfill(viewer: Viewer, id: string, deps: SuperviseDeps): Promise<void> {
  await connectedOrRefuse(viewer.workspaceId, deps)
  await change(viewer, id, deps, 'backfill_resumed', async (tx, run) => {
    if (run.state === 'running' || run.state === 'scheduled') return
    if (run.state !== 'failed') refuseIfOver(run)
    await setState(tx, run, 'scheduled')
  })
}

/** Ends it for good: what was read stays, what was not is left without a follow-up. */
export async function cancelBackfill(viewer: Viewer, id: string, deps: SuperviseDeps): Promise<void> {
  await change(viewer, id, deps, 'backfill_cancelled', async (tx, run) => {
    if (run.state === 'cancelled') return
    refuseIfOver(run)
    await leaveCalls(run, tx, deps.clock)
    await setState(tx, run, 'cancelled')
    await sql`update backfill set ended_at = ${deps.clock.now()} where workspace_id = ${run.workspaceId} and id = ${id}`.execute(
      tx,
    )
  })
}

async function change(
  viewer: Viewer,
  id: string,
  deps: SuperviseDeps,
  action: string,
  act: (tx: Tx, run: Run) => Promise<void>,
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const run = await lockRun(tx, viewer.workspaceId, id)
    await act(tx, run)
    await note(tx, viewer, action, id, deps)
    await tellChanged(run, tx)
  })
  // At once, and not at the next look: the page shows what the button did.
  await superviseBackfills(deps)
}

async function lockRun(tx: Tx, workspaceId: string, id: string): Promise<Run> {
  const { rows } = await sql<Run>`
    select ${runColumns} from backfill b where b.workspace_id = ${workspaceId} and b.id = ${id} for update of b`.execute(
    tx,
  )
  if (!rows[0]) throw notFound('This import')
  return rows[0]
}

function refuseIfOver(run: Run): void {
  if (run.endedAt !== null)
    throw new AppError(
      'conflict',
      'This import is over. Start another one for the same days; what is here already costs nothing.',
    )
}

async function setState(tx: Tx, run: Run, state: 'paused' | 'scheduled' | 'cancelled'): Promise<void> {
  await sql`
    update backfill set state = ${state}, waits_for = null, wait_until = null, failures = 0, problem = null, ended_at = null
    where workspace_id = ${run.workspaceId} and id = ${run.id}`.execute(tx)
}

async function note(
  tx: Tx,
  viewer: Viewer,
  action: string,
  id: string,
  deps: SuperviseDeps,
  details = {},
): Promise<void> {
  await audit(tx, deps.clock, viewer.workspaceId, { userId: viewer.userId, action, target: id, details })
}
