import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import type { Db } from '../../db/db.ts'

const AT_ONCE = 5000

/**
 * Empties the raw bodies of old deliveries: a rule's holds names and addresses of people. The rows stay: their keys tell
 * duplicates for good.
 */
export async function pruneDeliveries(db: Db, clock: Clock, keepMs: number): Promise<void> {
  const before = new Date(clock.now().getTime() - keepMs)
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
