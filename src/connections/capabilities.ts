import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'

export type Capability = 'token' | 'list' | 'details' | 'transcript' | 'users' | 'webhook' | 'subscription'

/** Notes that something at Gong was just seen to work, or to fail (`failure` in words, without secrets). */
export async function noteCapability(
  db: Db,
  clock: Clock,
  connection: { id: string; workspaceId: string },
  name: Capability,
  failure: string | null = null,
): Promise<void> {
  const now = clock.now()
  const worked = failure === null ? now : null
  const failed = failure === null ? null : now
  await sql`
    insert into capability (connection_id, workspace_id, name, worked_at, failed_at, failure)
    values (${connection.id}, ${connection.workspaceId}, ${name}, ${worked}, ${failed}, ${failure})
    on conflict (connection_id, name) do update
      set worked_at = coalesce(excluded.worked_at, capability.worked_at),
          failed_at = coalesce(excluded.failed_at, capability.failed_at),
          failure = coalesce(excluded.failure, capability.failure)`.execute(db)
}
