import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { GongConfig } from '../../config.ts'
import type { OutcomeDeps } from '../../connections/gong-outcome.ts'
import type { Tokens } from '../../connections/tokens.ts'
import { recordChanges } from '../../db/changes.ts'
import type { Db } from '../../db/db.ts'
import type { Gong } from '../../gong/gong.ts'
import type { BackfillState, BackfillWait } from './backfill-shapes.ts'
import type { OffHours } from './off-hours.ts'
import type { Window } from './windows.ts'

/** One run as it is stored. */
export interface Run {
  id: string
  workspaceId: string
  connectionId: string
  state: BackfillState
  from: Date
  to: Date
  offHours: OffHours | null
  writeFollowUps: boolean
  counted: number | null
  unreadable: number
  isSecondReading: boolean
  requests: number
  workedMs: number
  workedAt: Date | null
  waitsFor: BackfillWait | null
  waitUntil: Date | null
  failures: number
  problem: string | null
  createdBy: string | null
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
}

export interface BackfillDeps extends OutcomeDeps {
  gong: Gong
  tokens: Tokens
  config: GongConfig
  log: Logger
}

export const runColumns = sql`
  b.id, b.workspace_id as "workspaceId", b.connection_id as "connectionId", b.state, b.range_from as "from",
  b.range_to as "to", b.off_hours as "offHours", b.write_follow_ups as "writeFollowUps", b.counted, b.unreadable,
  b.is_second_reading as "isSecondReading", b.requests, b.worked_ms::float8 as "workedMs", b.worked_at as "workedAt",
  b.waits_for as "waitsFor", b.wait_until as "waitUntil", b.failures, b.problem,
  (select u.name from "user" u where u.id = b.created_by) as "createdBy", b.created_at as "createdAt",
  b.started_at as "startedAt", b.ended_at as "endedAt"`

/** The run that is at work for a connection now, if any: there is at most one. */
export async function runningRun(connectionId: string, db: Db): Promise<Run | null> {
  const { rows } = await sql<Run>`
    select ${runColumns} from backfill b where b.connection_id = ${connectionId} and b.state = 'running'`.execute(
    db,
  )
  return rows[0] ?? null
}

/** Whether a run of this connection is about to find more calls. */
export async function isReadingHistory(
  connection: { id: string; workspaceId: string },
  now: Date,
  db: Db,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from backfill b
    where b.workspace_id = ${connection.workspaceId} and b.connection_id = ${connection.id} and b.state = 'running'
      and (b.wait_until is null or b.wait_until <= ${now})
      and exists (select 1 from backfill_window w where w.backfill_id = b.id and w.done_at is null)
    limit 1`.execute(db)
  return rows.length > 0
}

/** Windows that are not read to their end, the newest first. */
export async function openWindows(run: Run, db: Db): Promise<Window[]> {
  const { rows } = await sql<Window>`
    select from_at as "from", to_at as "to" from backfill_window
    where workspace_id = ${run.workspaceId} and backfill_id = ${run.id} and done_at is null
    order by from_at desc`.execute(db)
  return rows
}

export async function addWindows(run: Run, windows: Window[], db: Db): Promise<void> {
  await sql`
    insert into backfill_window (backfill_id, workspace_id, from_at, to_at)
    select ${run.id}, ${run.workspaceId}, from_at, to_at
    from unnest(${windows.map(({ from }) => from)}::timestamptz[], ${windows.map(({ to }) => to)}::timestamptz[]) as w (from_at, to_at)
    on conflict do nothing`.execute(db)
}

/** Puts other windows in the place of one that has to be read differently. */
export async function replaceWindow(run: Run, window: Window, windows: Window[], db: Db): Promise<void> {
  await sql`
    delete from backfill_window
    where workspace_id = ${run.workspaceId} and backfill_id = ${run.id} and from_at = ${window.from} and to_at = ${window.to}`.execute(
    db,
  )
  await addWindows(run, windows, db)
}

export async function countRequest(run: Run, db: Db): Promise<void> {
  await sql`update backfill set requests = requests + 1 where workspace_id = ${run.workspaceId} and id = ${run.id}`.execute(
    db,
  )
}

/** A request for transcripts counts for the runs that these calls belong to. */
export async function countTranscriptRequest(workspaceId: string, callIds: string[], db: Db): Promise<void> {
  await sql`
    update backfill b set requests = requests + 1
    where b.workspace_id = ${workspaceId} and b.state = 'running'
      and exists (select 1 from backfill_call c where c.backfill_id = b.id and c.call_id = any(${callIds}))`.execute(
    db,
  )
}

export async function tellChanged(run: Pick<Run, 'id' | 'workspaceId'>, db: Db): Promise<void> {
  await recordChanges(db, run.workspaceId, [{ kind: 'backfill', id: run.id }])
}
