import { sql } from 'kysely'
import type { Connection } from '../../connections/connection.ts'
import type { Tx } from '../../db/db.ts'
import type { Page } from '../../gong/gong.ts'
import type { GongCallDetails } from '../../gong/schemas.ts'
import { expectCalls } from '../expect.ts'
import { failCalls, isTheRecords, problemOf } from '../fetch/outcomes.ts'
import { tellChanged, type BackfillDeps, type Run } from './run-row.ts'

/**
 * Stores a page of details and, in the same transaction, what `finish` notes of its window. A record that the database
 * refuses fails alone. Answers false, and stores nothing, when the run was paused or ended meanwhile.
 */
export async function storePage(
  run: Run,
  connection: Connection,
  page: Page<GongCallDetails>,
  deps: BackfillDeps,
  finish: (tx: Tx) => Promise<void>,
): Promise<boolean> {
  try {
    const isStored = await deps.db.transaction().execute(async (tx) => {
      if (!(await isStillRunning(tx, run))) return false
      await takeIn(tx, run, connection, page.items, deps)
      await finish(tx)
      await tellChanged(run, tx)
      return true
    })
    if (!isStored) return false
  } catch (error) {
    if (!isTheRecords(error)) throw error
    deps.log.warn(
      { err: error, backfillId: run.id },
      'a page could not be stored as a whole; storing its records one by one',
    )
    for (const details of page.items) await takeInOne(run, connection, details, deps)
    await deps.db.transaction().execute(finish)
  }
  const odd = page.odd.flatMap(({ id, problem }) => (id === null ? [] : [{ id, problem }]))
  for (const { id, problem } of odd) await noteOdd(run, connection, id, problem, deps)
  const unreadable = page.odd.length - odd.length
  if (unreadable > 0)
    await sql`update backfill set unreadable = unreadable + ${unreadable}
      where workspace_id = ${run.workspaceId} and id = ${run.id}`.execute(deps.db)
  return true
}

/** Until the transaction ends nobody can pause or cancel the run, so that no call slips in behind that. */
async function isStillRunning(tx: Tx, run: Run): Promise<boolean> {
  const { rows } = await sql`
    select 1 from backfill where workspace_id = ${run.workspaceId} and id = ${run.id} and state = 'running' for key share`.execute(
    tx,
  )
  return rows.length > 0
}

/**
 * What is new is expected with its details, and so is a call of which only the id was noted when Gong was connected; what
 * is known costs nothing, but is taken along where this run wants more of it.
 */
async function takeIn(
  tx: Tx,
  run: Run,
  connection: Connection,
  items: GongCallDetails[],
  deps: BackfillDeps,
): Promise<void> {
  const gongIds = items.map(({ metaData }) => metaData.id)
  const { rows: known } = await sql<{ gongCallId: string }>`
    select gong_call_id as "gongCallId" from call
    where workspace_id = ${run.workspaceId} and connection_id = ${connection.id} and gong_call_id = any(${gongIds})
      and not (state = 'expected' and waits_for = 'details')
      and not (state = 'skipped' and reason = 'not_wanted' and details_at is null)`.execute(tx)
  const knownIds = new Set(known.map((row) => row.gongCallId))
  const fresh = items
    .filter(({ metaData }) => !knownIds.has(metaData.id))
    .map((details) => ({ gongCallId: details.metaData.id, details }))
  await expectCalls(tx, deps, connection, fresh, 'backfill', { followUpWanted: run.writeFollowUps })
  await takeAlong(tx, run, connection, [...knownIds], deps)
  await link(tx, run, connection, gongIds)
}

/**
 * Known calls that an earlier run left without a follow-up get one now if this run writes them, from the transcript that is
 * here; those of a run that was paused or cancelled before they were read go on.
 */
async function takeAlong(
  tx: Tx,
  run: Run,
  connection: Connection,
  gongIds: string[],
  deps: BackfillDeps,
): Promise<void> {
  if (gongIds.length === 0) return
  const now = deps.clock.now()
  const ofThese = sql`workspace_id = ${run.workspaceId} and connection_id = ${connection.id} and gong_call_id = any(${gongIds})`
  await sql`
    update call set state = 'expected', reason = null, waits_for = 'transcript', asks = 0, due_at = ${now}, updated_at = ${now},
      follow_up_wanted = follow_up_wanted or ${run.writeFollowUps}
    where ${ofThese} and fetched_at is null
      and ((state = 'expected' and due_at is null) or (state = 'skipped' and reason = 'not_wanted'))`.execute(
    tx,
  )
  if (!run.writeFollowUps) return
  const { rows } = await sql<{ workspaceId: string; callId: string }>`
    update call set state = 'fetched', reason = null, follow_up_wanted = true, updated_at = ${now}
    where ${ofThese} and state = 'skipped' and reason = 'not_wanted' and fetched_at is not null
    returning workspace_id as "workspaceId", id as "callId"`.execute(tx)
  await deps.jobs.add(tx, 'follow-up-write', rows, { priority: -2 })
}

async function link(tx: Tx, run: Run, connection: Connection, gongIds: string[]): Promise<void> {
  await sql`
    insert into backfill_call (backfill_id, call_id, workspace_id)
    select ${run.id}, id, workspace_id from call
    where workspace_id = ${run.workspaceId} and connection_id = ${connection.id} and gong_call_id = any(${gongIds})
    on conflict do nothing`.execute(tx)
}

async function takeInOne(
  run: Run,
  connection: Connection,
  details: GongCallDetails,
  deps: BackfillDeps,
): Promise<void> {
  try {
    await deps.db.transaction().execute((tx) => takeIn(tx, run, connection, [details], deps))
  } catch (error) {
    if (!isTheRecords(error)) throw error
    await noteOdd(run, connection, details.metaData.id, problemOf(error), deps)
  }
}

/** A call that can't be read is there all the same: as failed, with the reason. */
async function noteOdd(
  run: Run,
  connection: Connection,
  gongCallId: string,
  problem: string,
  deps: BackfillDeps,
): Promise<void> {
  const { rows } = await deps.db.transaction().execute(async (tx) => {
    await expectCalls(tx, deps, connection, [{ gongCallId }], 'backfill', {
      followUpWanted: run.writeFollowUps,
    })
    await link(tx, run, connection, [gongCallId])
    return sql<{ id: string; news: number }>`
      select id, news from call where workspace_id = ${run.workspaceId} and connection_id = ${connection.id}
        and gong_call_id = ${gongCallId} and fetched_at is null`.execute(tx)
  })
  await failCalls(connection, rows, 'odd_record', problem, deps)
}
