import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import type { Jobs } from '../jobs/jobs.ts'

/** Makes the comparison of Gong's list with ours due at once, and wakes it. */
export async function compareListsNow(
  connection: { id: string; workspaceId: string },
  db: Db,
  jobs: Jobs,
): Promise<void> {
  await sql`update connection set list_next_at = null
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(db)
  await jobs.wake(db, 'gong-reconcile', connection.id, { connectionId: connection.id })
}
