import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import type { Db } from '../../db/db.ts'

/** Counts a delivery that came again, for the health page. The first one is stored, so failing here costs a count. */
export async function noteRepeat(
  key: { workspaceId: string; connectionId: string },
  dedupeKey: string,
  { db, clock }: { db: Db; clock: Clock },
): Promise<void> {
  await sql`
    update delivery set repeats = repeats + 1, repeated_at = ${clock.now()}
    where workspace_id = ${key.workspaceId} and connection_id = ${key.connectionId} and dedupe_key = ${dedupeKey}`
    .execute(db)
    .catch(() => {})
}
