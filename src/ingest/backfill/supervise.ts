import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import { isConnected, readConnection } from '../../connections/connection.ts'
import type { Db } from '../../db/db.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { hasCallsToDo, restCalls, wakeCalls } from './calls-of-run.ts'
import { isOpen, openPeriod } from './off-hours.ts'
import { addWindows, openWindows, runColumns, tellChanged, type Run } from './run-row.ts'
import { planWindows } from './windows.ts'

export interface SuperviseDeps {
  db: Db
  clock: Clock
  jobs: Jobs
}

/**
 * Sees, once a second, to all runs that are not over: which of a connection's runs is at work, whose hours have come or
 * are over, which one has nothing left to do. Safe to run in several processes at once.
 */
export async function superviseBackfills(deps: SuperviseDeps): Promise<void> {
  const { rows } = await sql<Run>`
    select ${runColumns} from backfill b where b.state in ('scheduled', 'running') order by b.created_at, b.id`.execute(
    deps.db,
  )
  for (const runs of Map.groupBy(rows, (run) => run.connectionId).values())
    await superviseConnection(runs, deps)
}

/** `runs` are those of one connection, oldest first: the first whose hours have come is at work, the others wait. */
async function superviseConnection(runs: Run[], deps: SuperviseDeps): Promise<void> {
  const now = deps.clock.now()
  const turn = runs.find((run) => run.offHours === null || isOpen(run.offHours, now))
  for (const run of runs) if (run !== turn) await putOff(run, turn ? 'turn' : 'off_hours', deps)
  if (!turn) return
  if (turn.state === 'scheduled') await begin(turn, deps)
  else await keepGoing(turn, deps)
}

async function putOff(run: Run, otherwise: 'turn' | 'off_hours', deps: SuperviseDeps): Promise<void> {
  const opens = run.offHours ? openPeriod(run.offHours, deps.clock.now()).from : null
  const isClosed = opens !== null && opens > deps.clock.now()
  const waitsFor = isClosed ? 'off_hours' : otherwise
  if (
    run.state === 'scheduled' &&
    run.waitsFor === waitsFor &&
    run.waitUntil?.getTime() === (isClosed ? opens.getTime() : undefined)
  )
    return
  await deps.db.transaction().execute(async (tx) => {
    await sql`
      update backfill set state = 'scheduled', waits_for = ${waitsFor}, wait_until = ${isClosed ? opens : null}
      where workspace_id = ${run.workspaceId} and id = ${run.id} and state in ('scheduled', 'running')`.execute(
      tx,
    )
    if (run.state === 'running') await restCalls(run, tx)
    await tellChanged(run, tx)
  })
}

async function begin(run: Run, deps: SuperviseDeps): Promise<void> {
  const now = deps.clock.now()
  await deps.db.transaction().execute(async (tx) => {
    await sql`
      update backfill set state = 'running', waits_for = null, wait_until = null, worked_at = ${now},
        started_at = coalesce(started_at, ${now})
      where workspace_id = ${run.workspaceId} and id = ${run.id} and state = 'scheduled'`.execute(tx)
    await wakeCalls(run, tx, deps.clock)
    await tellChanged(run, tx)
  })
  await wake(run, deps)
}

async function keepGoing(run: Run, deps: SuperviseDeps): Promise<void> {
  const isWaiting = run.waitUntil !== null && run.waitUntil > deps.clock.now()
  if (isWaiting) return countTime(run, deps, false)
  const connection = await readConnection(run.connectionId, deps.db)
  const isHeld = !connection || !isConnected(connection) || connection.blockCode !== null
  await countTime(run, deps, !isHeld)
  if (isHeld) return noteHeld(run, deps)
  if (run.waitsFor !== null) await goOn(run, deps)
  const isListing = run.counted === null || (await openWindows(run, deps.db)).length > 0
  if (isListing) return wake(run, deps)
  if (!(await hasCallsToDo(run, deps.db))) await finish(run, deps)
  else await tellChanged(run, deps.db)
}

/** The wait is over. */
async function goOn(run: Run, deps: SuperviseDeps): Promise<void> {
  await sql`
    update backfill set waits_for = null, wait_until = null
    where workspace_id = ${run.workspaceId} and id = ${run.id} and (wait_until is null or wait_until <= ${deps.clock.now()})`.execute(
    deps.db,
  )
  await tellChanged(run, deps.db)
}

async function noteHeld(run: Run, deps: SuperviseDeps): Promise<void> {
  if (run.waitsFor === 'connection') return
  await sql`update backfill set waits_for = 'connection', wait_until = null
    where workspace_id = ${run.workspaceId} and id = ${run.id} and state = 'running'`.execute(deps.db)
  await tellChanged(run, deps.db)
}

/** Adds the time since the last look, if the run was at work in it: what its rate and its end are reckoned from. */
async function countTime(run: Run, deps: SuperviseDeps, isAtWork: boolean): Promise<void> {
  const now = deps.clock.now()
  await sql`
    update backfill set worked_at = ${now},
      worked_ms = worked_ms + case when ${isAtWork} then least(greatest(0, extract(epoch from ${now}::timestamptz - worked_at) * 1000), 5000) else 0 end::bigint
    where workspace_id = ${run.workspaceId} and id = ${run.id} and worked_at < ${now}`.execute(deps.db)
}

/**
 * Over, unless fewer calls were found than Gong had counted: then the windows are read once more, in case its list was
 * not in the order that splitting a window relies on. Calls deleted meanwhile look the same, so it is once only.
 */
async function finish(run: Run, deps: SuperviseDeps): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ found: number }>`
      select count(*)::int as found from backfill_call where workspace_id = ${run.workspaceId} and backfill_id = ${run.id}`.execute(
      tx,
    )
    const found = (rows[0]?.found ?? 0) + run.unreadable
    if (found < (run.counted ?? 0) && !run.isSecondReading) {
      await sql`update backfill set is_second_reading = true
        where workspace_id = ${run.workspaceId} and id = ${run.id} and state = 'running'`.execute(tx)
      await sql`delete from backfill_window where workspace_id = ${run.workspaceId} and backfill_id = ${run.id}`.execute(
        tx,
      )
      await addWindows(run, planWindows(run, run.counted ?? 0), tx)
    } else {
      await sql`
        update backfill set state = 'done', ended_at = ${deps.clock.now()}, waits_for = null, wait_until = null, problem = null
        where workspace_id = ${run.workspaceId} and id = ${run.id} and state = 'running'`.execute(tx)
    }
    await tellChanged(run, tx)
  })
}

async function wake(run: Run, deps: SuperviseDeps): Promise<void> {
  await deps.jobs.wake(deps.db, 'gong-backfill', run.connectionId, { connectionId: run.connectionId })
}
