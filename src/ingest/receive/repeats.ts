import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import type { Db } from '../../db/db.ts'

/** How often a delivery came again and when it last did: kept among its headers, and emptied with them. */
export const REPEATS = 'x-fastfollow-repeats'
export const REPEATED_AT = 'x-fastfollow-repeated-at'

/** Counts a delivery that came again, for the health page. The first one is stored, so failing here costs a count. */
export async function noteRepeat(
  key: { workspaceId: string; connectionId: string },
  dedupeKey: string,
  { db, clock }: { db: Db; clock: Clock },
): Promise<void> {
  await sql`
    update delivery
    set headers = headers || jsonb_build_object(
      ${REPEATS}::text, (coalesce((headers ->> ${REPEATS})::int, 0) + 1)::text,
      ${REPEATED_AT}::text, ${clock.now().toISOString()}::text)
    where workspace_id = ${key.workspaceId} and connection_id = ${key.connectionId} and dedupe_key = ${dedupeKey}`
    .execute(db)
    .catch(() => {})
}
