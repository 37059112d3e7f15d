import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { deleteInParts } from '../db/delete-in-parts.ts'
import type { Db } from '../db/db.ts'

/** Forgets issues that were closed longer ago than this. Open ones stay, however old. */
export function pruneIssues(db: Db, clock: Clock, keepMs: number): Promise<void> {
  const before = new Date(clock.now().getTime() - keepMs)
  return deleteInParts(db, 'issue', sql`resolved_at < ${before}`)
}
