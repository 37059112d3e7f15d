import { sql } from 'kysely'
import type { Connection } from '../../connections/connection.ts'
import { gongWorked } from '../../connections/gong-outcome.ts'
import { raiseIssue } from '../../connections/issues.ts'
import { recordChanges } from '../../db/changes.ts'
import { isOfTheData } from '../../db/data-error.ts'
import type { Tx } from '../../db/db.ts'
import { isGivenUp, nextAsk } from '../waiting.ts'
import type { Batch } from './choose-batch.ts'
import type { DueCall } from './due-calls.ts'
import type { FetchDeps } from './fetch-deps.ts'

/** An answer of Gong: what it holds is stored, what became of the rest of the batch is noted, and asking it worked. */
export async function storeAnswer<T extends { call: DueCall }>(
  connection: Connection,
  batch: Batch,
  answer: { found: T[]; odd: Odd[] },
  deps: FetchDeps,
  store: (tx: Tx, items: T[]) => Promise<void>,
): Promise<void> {
  const notStored = await storeEach(answer.found, deps, async (tx, items) => {
    await store(tx, items)
    await recordChanges(
      tx,
      connection.workspaceId,
      items.map(({ call }) => ({ kind: 'call' as const, id: call.id })),
    )
  })
  await settleOthers(connection, batch, { ...answer, notStored }, deps)
  await gongWorked(deps, connection, batch.ask)
}

/** A record that could not be read; its id as far as Gong gave one. */
interface Odd {
  id: string | null
  problem: string
}

/**
 * Runs `store` for all in one transaction; where that fails, each in its own, so that one odd record fails alone.
 * Returns those that could not be stored. A database that is away or busy is nobody's odd record: that is thrown.
 */
async function storeEach<T>(
  items: T[],
  deps: FetchDeps,
  store: (tx: Tx, items: T[]) => Promise<void>,
): Promise<{ item: T; problem: string }[]> {
  try {
    await deps.db.transaction().execute((tx) => store(tx, items))
    return []
  } catch (error) {
    if (!isTheRecords(error)) throw error
    if (items.length === 1) return [{ item: items[0]!, problem: problemOf(error) }]
    deps.log.warn(
      { err: error, records: items.length },
      'a page could not be stored as a whole; storing its records one by one',
    )
  }
  const failed: { item: T; problem: string }[] = []
  for (const item of items) {
    try {
      await deps.db.transaction().execute((tx) => store(tx, [item]))
    } catch (error) {
      if (!isTheRecords(error)) throw error
      failed.push({ item, problem: problemOf(error) })
    }
  }
  return failed
}

/** Would the same record fail again? Then it is odd. */
export function isTheRecords(error: unknown): boolean {
  return isOfTheData(error) || error instanceof TypeError || error instanceof RangeError
}

/** What became of a batch besides what was stored: odd records fail alone, and what is not there yet is asked for later. */
async function settleOthers(
  connection: Connection,
  batch: Batch,
  answer: {
    found: { call: DueCall }[]
    notStored: { item: { call: DueCall }; problem: string }[]
    odd: Odd[]
  },
  deps: FetchDeps,
): Promise<void> {
  const odd = answer.odd.flatMap(({ id, problem }) => {
    const call = batch.calls.find((each) => each.gongCallId === id)
    return call ? [{ call, problem }] : []
  })
  const notStored = answer.notStored.map(({ item, problem }) => ({ call: item.call, problem }))
  for (const { call, problem } of [...notStored, ...odd])
    await failCalls(connection, [call], 'odd_record', problem, deps)
  const answered = new Set([...answer.found, ...odd].map(({ call }) => call))
  await waitOrGiveUp(
    connection,
    batch.calls.filter((call) => !answered.has(call)),
    deps,
  )
}

/** An erased or private call is asked for no more, whatever an answer on its way says. */
const isReadable = sql`state <> 'erased' and reason is distinct from 'private'`

/** Not there yet is no error: the call is asked for again later, up to two days. */
async function waitOrGiveUp(connection: Connection, calls: DueCall[], deps: FetchDeps): Promise<void> {
  if (calls.length === 0) return
  const { workspaceId } = connection
  const now = deps.clock.now()
  const asked = JSON.stringify(calls.map(({ id, news }) => ({ id, news })))
  await deps.db.transaction().execute(async (tx) => {
    // News that came while Gong was asked keeps the call due: this answer is not about it. Locked in the order in
    // which events lock theirs, so that neither waits for the other for ever.
    const { rows } = await sql<Unanswered>`
      select call.id, call.asks, call.waits_for as "waitsFor",
             coalesce(started_at + make_interval(secs => coalesce(duration_s, 0)), announced_at, expected_at) as since
      from call join jsonb_to_recordset(${asked}::jsonb) as asked (id text, news integer)
        on call.id = asked.id and call.news = asked.news
      where workspace_id = ${workspaceId} and ${isReadable}
      order by gong_call_id collate "C" for update of call`.execute(tx)
    await sql`
      update call set asks = call.asks + 1, updated_at = ${now}, due_at = wait.due_at,
        state = case when wait.given_up is not null and state = 'expected' then 'failed' else state end,
        reason = case when state = 'expected' then wait.given_up else reason end
      from jsonb_to_recordset(${JSON.stringify(rows.map((call) => waitOf(call, now)))}::jsonb)
        as wait (id text, due_at timestamptz, given_up text)
      where workspace_id = ${workspaceId} and call.id = wait.id`.execute(tx)
    await recordChanges(
      tx,
      workspaceId,
      rows.map(({ id }) => ({ kind: 'call' as const, id })),
    )
  })
}

interface Unanswered {
  id: string
  asks: number
  waitsFor: DueCall['waitsFor']
  /** From here two days are counted. */
  since: Date
}

/** When the call is asked for again; `given_up` names the reason for asking no more. */
function waitOf(
  { id, asks, waitsFor, since }: Unanswered,
  now: Date,
): { id: string; due_at: Date | null; given_up: string | null } {
  if (!isGivenUp(now, since, asks + 1)) return { id, due_at: nextAsk(now, asks), given_up: null }
  return { id, due_at: null, given_up: waitsFor === 'details' ? 'never_listed' : 'transcript_never_came' }
}

/** We give up on these calls, and say so. A drafted call keeps what it has. */
export async function failCalls(
  connection: Connection,
  calls: Pick<DueCall, 'id' | 'news'>[],
  reason: 'odd_record',
  problem: string,
  deps: FetchDeps,
): Promise<void> {
  if (calls.length === 0) return
  const ids = calls.map((call) => call.id)
  deps.log.warn(
    { connectionId: connection.id, callIds: ids, problem },
    'Gong sent records that could not be read or stored',
  )
  const asked = JSON.stringify(calls.map(({ id, news }) => ({ id, news })))
  await sql`
    update call set due_at = null, last_problem = ${problem.slice(0, 1000)}, updated_at = ${deps.clock.now()},
      state = case when state = 'drafted' then state else 'failed' end,
      reason = case when state = 'drafted' then reason else ${reason} end
    from jsonb_to_recordset(${asked}::jsonb) as asked (id text, news integer)
    where workspace_id = ${connection.workspaceId} and call.id = asked.id and call.news = asked.news
      and ${isReadable}`.execute(deps.db)
  await recordChanges(
    deps.db,
    connection.workspaceId,
    ids.map((id) => ({ kind: 'call' as const, id })),
  )
  await raiseIssue(deps.db, deps.clock, connection, 'odd_records', { problem: problem.slice(0, 300) })
}

export function problemOf(error: unknown): string {
  return error instanceof Error ? error.message : 'could not be stored'
}
