import { sql, type RawBuilder } from 'kysely'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Tx } from '../db/db.ts'
import { newId } from '../db/id.ts'
import type { GongCallDetails } from '../gong/schemas.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { CallSource } from './call-shapes.ts'
import { applyDetails } from './details.ts'

/** "This call should exist": what each of the doors says, and all that they say. */
export interface Expectation {
  gongCallId: string
  /** Given by a door that holds the details already: then only the transcript is asked for. */
  details?: GongCallDetails
  /** When Gong announced it; null when we found it ourselves. */
  announcedAt?: Date | null
}

/**
 * Makes one row a call, once, and wakes the fetcher: in the caller's transaction. Returns how many calls are new.
 */
export async function expectCalls(
  tx: Tx,
  deps: { clock: Clock; jobs: Jobs },
  connection: { id: string; workspaceId: string },
  expectations: Expectation[],
  source: CallSource,
  options: { followUpWanted?: boolean } = {},
): Promise<{ added: number }> {
  if (expectations.length === 0) return { added: 0 }
  const byGongId = oncePerCall(expectations)
  const rows = [...byGongId.values()].map((each) => ({
    id: newId(),
    gong_call_id: each.gongCallId,
    announced_at: each.announcedAt ?? null,
  }))
  const wished = sql`
    select c.id, ${connection.workspaceId} as workspace_id, ${connection.id} as connection_id, c.gong_call_id,
           ${source} as source, ${options.followUpWanted ?? true}::boolean as follow_up_wanted, c.announced_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c (id text, gong_call_id text, announced_at timestamptz)`
  const { rows: touched } = await sql<{ id: string; gongCallId: string; isNew: boolean }>`
    ${callsFrom(wished, deps.clock.now())}
    returning id, gong_call_id as "gongCallId", (xmax = 0) as "isNew"`.execute(tx)
  const idOf = new Map(touched.map((row) => [row.gongCallId, row.id]))
  const held = [...byGongId.values()].flatMap(({ gongCallId, details }) => {
    const callId = idOf.get(gongCallId)
    return details && callId !== undefined ? [{ callId, details }] : []
  })
  await applyDetails(tx, deps.clock, connection, held)
  await recordChanges(
    tx,
    connection.workspaceId,
    touched.map(({ id }) => ({ kind: 'call' as const, id })),
  )
  await deps.jobs.wake(tx, 'gong-fetch', connection.id, { connectionId: connection.id })
  return { added: touched.filter((row) => row.isNew).length }
}

/**
 * The statement, without its `returning`, that makes calls of the rows of `wished`: id, workspace_id, connection_id,
 * gong_call_id, source, follow_up_wanted, announced_at; one row a call. An existing row remembers the strongest wish: a
 * live event raises its priority, asks for the follow-up that a history import did not want, and lets a failed call try
 * again.
 */
export function callsFrom(wished: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  // Sorted, so that two transactions with the same calls wait for each other instead of dead-locking.
  return sql`
    insert into call (id, workspace_id, connection_id, gong_call_id, source, priority, follow_up_wanted, announced_at,
                      expected_at, due_at, updated_at)
    select w.id, w.workspace_id, w.connection_id, w.gong_call_id, w.source,
           case w.source when 'backfill' then 2 when 'reconcile' then 1 else 0 end,
           w.follow_up_wanted, w.announced_at, ${now}, ${now}, ${now}
    from (${wished}) as w
    order by w.connection_id, w.gong_call_id collate "C"
    on conflict (connection_id, gong_call_id) do update set
      priority = least(call.priority, excluded.priority),
      follow_up_wanted = call.follow_up_wanted or excluded.follow_up_wanted,
      announced_at = coalesce(call.announced_at, excluded.announced_at),
      news = call.news + ${isNews}::int,
      state = case when ${beginsAgain} then 'expected' else call.state end,
      reason = case when ${beginsAgain} then null else call.reason end,
      waits_for = case when ${isReadAgain} then 'details' else call.waits_for end,
      due_at = case when ${isReadAgain} then excluded.due_at
                    when call.state = 'expected' then least(call.due_at, excluded.due_at)
                    else call.due_at end,
      asks = case when ${isReadAgain} then 0 else call.asks end,
      updated_at = excluded.updated_at`
}

const isNews = sql`(excluded.source in ('event', 'rule'))`

/** A call left out of history that is wanted now. */
const isUnwantedNoMore = sql`(call.state = 'skipped' and call.reason = 'not_wanted' and excluded.follow_up_wanted)`

/** Which existing calls lose their state: live news of a failed one also does it. */
const beginsAgain = sql`(${isUnwantedNoMore} or (${isNews} and call.state = 'failed'))`

/**
 * Which existing calls are read again: live news of any that was read before. A drafted call stays drafted meanwhile
 * and offers a new version only if its transcript changed; a skipped one is judged by its new details.
 */
const isReadAgain = sql`(case when ${isNews} then call.state not in ('expected', 'erased') else ${isUnwantedNoMore} end)`

/** Two deliveries of one moment may announce the same call: one row a statement, and details are kept. */
function oncePerCall(expectations: Expectation[]): Map<string, Expectation> {
  const byGongId = new Map<string, Expectation>()
  for (const each of expectations)
    byGongId.set(each.gongCallId, { ...byGongId.get(each.gongCallId), ...each })
  return byGongId
}
