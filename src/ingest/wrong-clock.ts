import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'

/** Clocks of machines that keep time differ by less. */
const TOLERATED_MS = 60_000

/**
 * A row that was written later than now was written by a clock that ran ahead, and has been set right since, or is
 * another machine's. What that clock called "now" may be hours away: such calls are due at once. Asking a little too
 * early is harmless, since how often Gong may be asked is the allowance's to say, which goes by the database's clock.
 */
export async function dueAfterWrongClock({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  const now = clock.now()
  await sql`
    update call set due_at = ${now}, updated_at = ${now}
    where due_at > ${now} and updated_at > ${new Date(now.getTime() + TOLERATED_MS)}`.execute(db)
}
