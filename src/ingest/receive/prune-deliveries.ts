import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import type { Db } from '../../db/db.ts'

/** Long enough to look into what went wrong; a rule's delivery holds names and addresses of people. */
const KEEP_BODIES_DAYS = 30
const AT_ONCE = 5000

/** Empties the raw bodies of old deliveries. The rows stay: their keys tell duplicates for good. */
export async function pruneDeliveries(db: Db, clock: Clock): Promise<void> {
  const before = new Date(clock.now().getTime() - KEEP_BODIES_DAYS * 86_400_000)
  let emptied: bigint | undefined
  do {
    const result = await sql`
      update delivery set body = null, headers = '{}'
      where (connection_id, dedupe_key) in (
        select connection_id, dedupe_key from delivery
        where received_at < ${before} and body is not null limit ${AT_ONCE})`.execute(db)
    emptied = result.numAffectedRows
  } while (emptied === BigInt(AT_ONCE))
}
