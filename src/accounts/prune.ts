import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'

/** Used and expired links say in the audit log what they were; the rows are kept a while for "this link was used". */
const KEEP_LINKS_DAYS = 30

/** Removes sessions, links and counted attempts that are over. */
export async function pruneAccounts(db: Db, clock: Clock): Promise<void> {
  const now = clock.now()
  const linksBefore = new Date(now.getTime() - KEEP_LINKS_DAYS * 24 * 60 * 60 * 1000)
  await sql`delete from attempt where window_ends_at < ${now}`.execute(db)
  await sql`delete from session where expires_at < ${now}`.execute(db)
  await sql`delete from one_time_link where expires_at < ${linksBefore}`.execute(db)
}
