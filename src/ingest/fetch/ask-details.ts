import { sql } from 'kysely'
import type { Connection } from '../../connections/connection.ts'
import { gongSession } from '../../connections/session.ts'
import type { Tx } from '../../db/db.ts'
import { applyDetails } from '../details.ts'
import type { Batch } from './choose-batch.ts'
import type { DueCall } from './due-calls.ts'
import type { FetchDeps } from './fetch-deps.ts'
import { storeAnswer } from './outcomes.ts'

/** One request for the details of a batch. Details tell private calls, whose transcripts are then never asked for. */
export async function askForDetails(
  connection: Connection,
  batch: Batch,
  deps: FetchDeps,
  onSlot: () => void,
): Promise<void> {
  const page = await deps.gong.callDetails(gongSession(connection, batch.lane, deps, onSlot), () =>
    batch.calls.map((call) => call.gongCallId),
  )
  const byGongId = new Map(batch.calls.map((call) => [call.gongCallId, call]))
  const found = page.items.flatMap((details) => {
    const call = byGongId.get(details.metaData.id)
    return call ? [{ call, details }] : []
  })
  await storeAnswer(connection, batch, { found, odd: page.odd }, deps, async (tx, items) => {
    await applyDetails(
      tx,
      deps.clock,
      connection,
      items.map(({ call, details }) => ({ callId: call.id, details })),
    )
    await askAgainAfterNews(
      tx,
      connection,
      items.map(({ call }) => call),
      deps.clock.now(),
    )
  })
}

/** News that came while Gong was asked is not in this answer: the call's details are read once more. */
async function askAgainAfterNews(tx: Tx, connection: Connection, calls: DueCall[], now: Date): Promise<void> {
  const asked = JSON.stringify(calls.map(({ id, news }) => ({ id, news })))
  await sql`
    update call set due_at = ${now}, waits_for = 'details'
    from jsonb_to_recordset(${asked}::jsonb) as asked (id text, news integer)
    where workspace_id = ${connection.workspaceId} and call.id = asked.id and call.news > asked.news
      and call.state <> 'erased'`.execute(tx)
}
