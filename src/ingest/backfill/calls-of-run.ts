import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import type { Db } from '../../db/db.ts'
import type { Run } from './run-row.ts'

/** What a run's own calls do when it rests, goes on, or ends. Calls that a live event wants too are never touched. */

/** Rows that somebody is writing to are left out: what Gong has answered is let finish, and nobody waits for each other. */
const unread = (run: Pick<Run, 'id' | 'workspaceId'>) => sql`
  workspace_id = ${run.workspaceId} and id in (
    select c.id from call c
    where c.workspace_id = ${run.workspaceId} and c.state = 'expected' and c.priority = 2 and c.fetched_at is null
      and c.id in (select call_id from backfill_call where backfill_id = ${run.id})
    for no key update skip locked)`

/** Nothing more is asked of Gong for this run: its calls are no longer due. */
export async function restCalls(run: Pick<Run, 'id' | 'workspaceId'>, db: Db): Promise<void> {
  await sql`update call set due_at = null where ${unread(run)} and due_at is not null`.execute(db)
}

export async function wakeCalls(run: Pick<Run, 'id' | 'workspaceId'>, db: Db, clock: Clock): Promise<void> {
  await sql`update call set due_at = ${clock.now()} where ${unread(run)} and due_at is null`.execute(db)
}

/** The run will not come back for them: they stay without a follow-up, and a person may ask for one. */
export async function leaveCalls(run: Pick<Run, 'id' | 'workspaceId'>, db: Db, clock: Clock): Promise<void> {
  await sql`
    update call set state = 'skipped', reason = 'not_wanted', due_at = null, follow_up_wanted = false, updated_at = ${clock.now()}
    where ${unread(run)}`.execute(db)
}

/**
 * Whether a call of the run is still to be asked for the first time, or to be written. Asked every second: from the calls
 * that are on their way, of which a run that nears its end has few, while its other calls may be hundreds of thousands.
 */
export async function hasCallsToDo(run: Run, db: Db): Promise<boolean> {
  const { rows } = await sql`
    select 1 from call c
    where c.workspace_id = ${run.workspaceId} and c.state in ('expected', 'fetched')
      and (c.state = 'fetched' or c.asks = 0)
      and exists (select 1 from backfill_call b where b.backfill_id = ${run.id} and b.call_id = c.id)
    limit 1`.execute(db)
  return rows.length > 0
}
