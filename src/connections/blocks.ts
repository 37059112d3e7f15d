import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { BlockCode, Connection } from './connection.ts'

/**
 * A block says that the connection can't do its work now; calls that need it are held. It is lifted by a probe
 * (one call, at growing intervals) or by reconnecting, and then all held calls go on by themselves.
 */
const PROBE_AFTER_MIN = [1, 2, 5, 10, 30, 60]
const PUT_OFF_MS = 60_000

/** Opens the block, or notes that its probe failed: requests that were in flight together fail once. */
export async function block(
  db: Db,
  clock: Clock,
  connection: Connection,
  code: BlockCode,
  probeAt: Date | null = null,
): Promise<void> {
  const now = clock.now()
  const isNew = sql`(block_code is distinct from ${code})`
  const probes = sql`(case when ${isNew} then 0 when block_probe_at > ${now} then block_probes else block_probes + 1 end)`
  // In one statement: a block without the time of its probe would hold its calls for ever.
  await sql`
    update connection
    set block_since = case when ${isNew} then ${now} else block_since end,
        block_probes = ${probes},
        block_probe_at = coalesce(
          ${probeAt}::timestamptz,
          case when not ${isNew} and block_probe_at > ${now} then block_probe_at end,
          ${now}::timestamptz + make_interval(
            mins => (${PROBE_AFTER_MIN}::integer[])[least(${probes} + 1, ${PROBE_AFTER_MIN.length}::integer)])),
        block_code = ${code}
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(db)
  await recordChanges(db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
}

/** A probe that failed for a reason which opens no block says nothing about this one: another try in a while. */
export async function putOffProbe(db: Db, clock: Clock, connection: Connection): Promise<void> {
  const now = clock.now()
  await sql`
    update connection set block_probe_at = ${new Date(now.getTime() + PUT_OFF_MS)}
    where workspace_id = ${connection.workspaceId} and id = ${connection.id} and block_probe_at <= ${now}`.execute(
    db,
  )
}

/** Frees every held call: they are due again as of now. */
export async function liftBlock(
  db: Db,
  clock: Clock,
  jobs: Jobs,
  connection: { id: string; workspaceId: string },
  codes: BlockCode[],
): Promise<void> {
  const lifted = await sql`
    update connection set block_code = null, block_since = null, block_probe_at = null, block_probes = 0
    where workspace_id = ${connection.workspaceId} and id = ${connection.id} and block_code = any(${codes})`.execute(
    db,
  )
  if (lifted.numAffectedRows === 0n) return
  await sql`
    update call set due_at = ${clock.now()}, reason = null
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and state = 'expected'
      and due_at > ${clock.now()} and asks = 0`.execute(db)
  await recordChanges(db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
  await jobs.wake(db, 'gong-fetch', connection.id, { connectionId: connection.id })
}
