import { sql } from 'kysely'
import { putOffProbe } from '../../connections/blocks.ts'
import { gongFailed } from '../../connections/gong-outcome.ts'
import type { Connection } from '../../connections/connection.ts'
import { recordChanges } from '../../db/changes.ts'
import { GongError } from '../../gong/errors.ts'
import type { Lane } from '../../gong/gong.ts'
import { nextAsk } from '../waiting.ts'
import type { Batch } from './choose-batch.ts'
import type { FetchDeps } from './fetch-deps.ts'
import { failCalls } from './outcomes.ts'

/** After a fault of Gong's own, this long before it is asked again (or sooner, when a new call arrives). */
const AFTER_FAULT_MS = 30_000

/**
 * What a refused batch leads to. A batch that is too large, or in which one id spoils the request, comes back as two
 * halves to ask for; everything else moves the calls' `due_at` or blocks the connection, and nothing comes back.
 */
export async function handleRefusal(
  connection: Connection,
  batch: Batch,
  error: unknown,
  deps: FetchDeps,
): Promise<Batch[]> {
  if (!(error instanceof GongError)) throw error
  deps.log.warn(
    { connectionId: connection.id, ask: batch.ask, calls: batch.calls.length, kind: error.kind },
    error.message,
  )
  switch (error.kind) {
    case 'too_large':
    case 'bad_request':
    case 'not_found':
      if (batch.calls.length > 1) return halves(batch)
      await failCalls(connection, batch.calls, 'odd_record', error.message, deps)
      return []
    case 'rate_limited':
      await gongFailed(deps, connection, batch.ask, error)
      await postponeAllDue(connection, error.waitMs ?? 1000, 'allowance', deps)
      return []
    case 'unavailable':
      await gongFailed(deps, connection, batch.ask, error)
      await postponeAllDue(connection, AFTER_FAULT_MS, 'connection', deps)
      return []
    case 'daily_quota':
      await gongFailed(deps, connection, batch.ask, error, batch.lane)
      await postponeAllDue(connection, error.waitMs ?? 60_000, 'allowance', deps, batch.lane)
      return []
    default:
      await gongFailed(deps, connection, batch.ask, error)
      await putOffProbe(deps.db, deps.clock, connection)
      await postponeAsked(connection, batch, error.message, deps)
      return []
  }
}

function halves(batch: Batch): Batch[] {
  const middle = Math.ceil(batch.calls.length / 2)
  return [batch.calls.slice(0, middle), batch.calls.slice(middle)].map((calls) => ({ ...batch, calls }))
}

/** Which calls travel in a lane: those of its priority and below. */
const PRIORITY_OF: Record<Lane, number> = { live: 0, reconcile: 1, backfill: 2 }

/** No worker sleeps a wait away: everything of this connection that is due moves behind it. */
async function postponeAllDue(
  connection: Connection,
  waitMs: number,
  reason: string,
  deps: FetchDeps,
  lane: Lane = 'live',
): Promise<void> {
  const now = deps.clock.now()
  const until = new Date(now.getTime() + waitMs)
  const { rows } = await sql<{ id: string }>`
    update call set due_at = ${until}, reason = case when state = 'expected' then ${reason} else reason end, updated_at = ${now}
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and due_at <= ${now}
      and priority >= ${PRIORITY_OF[lane]}
    returning id`.execute(deps.db)
  await recordChanges(
    deps.db,
    connection.workspaceId,
    rows.map(({ id }) => ({ kind: 'call' as const, id })),
  )
}

/** Calls that a block holds now stay due. Others, such as details while only transcripts are held, wait their turn. */
async function postponeAsked(
  connection: Connection,
  batch: Batch,
  problem: string,
  deps: FetchDeps,
): Promise<void> {
  const now = deps.clock.now()
  await sql`
    update call set last_problem = ${problem}, asks = asks + 1, updated_at = ${now},
      due_at = case when exists (
                      select 1 from connection k where k.id = ${connection.id} and k.block_code is not null
                        and (k.block_code <> 'forbidden' or ${batch.ask} = 'transcript'))
                    then due_at else ${nextAsk(now, batch.calls[0]?.asks ?? 0)} end
    where workspace_id = ${connection.workspaceId} and id = any(${batch.calls.map((call) => call.id)})`.execute(
    deps.db,
  )
  await recordChanges(
    deps.db,
    connection.workspaceId,
    batch.calls.map(({ id }) => ({ kind: 'call' as const, id })),
  )
}
