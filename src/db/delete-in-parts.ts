import { sql, type RawBuilder } from 'kysely'
import type { Db } from './db.ts'

const AT_ONCE = 5000

/** Deletes rows (by their `id`) a part at a time, so that no statement holds many locks or lasts long. */
export async function deleteInParts(db: Db, table: string, which: RawBuilder<unknown>): Promise<void> {
  let deleted: bigint | undefined
  do {
    const result = await sql`
      delete from ${sql.table(table)}
      where id in (select id from ${sql.table(table)} where ${which} limit ${AT_ONCE})`.execute(db)
    deleted = result.numAffectedRows
  } while (deleted === BigInt(AT_ONCE))
}
