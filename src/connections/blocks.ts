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

export async function block(
  db: Db,
  clock: Clock,
  connection: Connection,
  code: BlockCode,
  probeAt: Date | null = null,
): Promise<void> {
  const now = clock.now()
  const { rows } = await sql<{ probes: number }>`
    update connection
    set block_since = case when block_code = ${code} then block_since else ${now} end,
        block_probes = case when block_code = ${code} then block_probes + 1 else 0 end,
        block_code = ${code}
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}
    returning block_probes as probes`.execute(db)
  const minutes = PROBE_AFTER_MIN[Math.min(rows[0]?.probes ?? 0, PROBE_AFTER_MIN.length - 1)]!
  const next = probeAt ?? new Date(now.getTime() + minutes * 60_000)
  await sql`update connection set block_probe_at = ${next} where id = ${connection.id}`.execute(db)
  await recordChanges(db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
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
    where workspace_id = ${connection.workspaceId} and id = ${connection.id} and block_code = any(${codes})`.execute(db)
  if (lifted.numAffectedRows === 0n) return
  await sql`
    update call set due_at = ${clock.now()}, reason = null
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and state = 'expected'
      and due_at > ${clock.now()} and asks = 0`.execute(db)
  await recordChanges(db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
  await jobs.wake(db, 'gong-fetch', connection.id, { connectionId: connection.id })
}
