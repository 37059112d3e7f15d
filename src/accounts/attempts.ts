import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { AppError } from '../errors.ts'

export interface AttemptLimit {
  max: number
  windowS: number
}

/**
 * Counts one attempt (to sign in, to set up, to join) under `key`, for all web processes together, and answers
 * how many seconds to wait, or null while the limit is not reached. One statement: parallel attempts can't all
 * slip in before the first is counted.
 */
export async function takeAttempt(
  db: Db,
  clock: Clock,
  key: string,
  limit: AttemptLimit,
): Promise<number | null> {
  const now = clock.now()
  const windowEnd = new Date(now.getTime() + limit.windowS * 1000)
  const { rows } = await sql<{ count: number; window_ends_at: Date }>`
    insert into attempt as a (key, count, window_ends_at) values (${key}, 1, ${windowEnd})
    on conflict (key) do update set
      count = case when a.window_ends_at <= ${now} then 1 else least(a.count, ${limit.max}) + 1 end,
      window_ends_at = case when a.window_ends_at <= ${now} then ${windowEnd} else a.window_ends_at end
    returning count, window_ends_at
  `.execute(db)
  const row = rows[0]
  if (row === undefined || row.count <= limit.max) return null
  return Math.max(1, Math.ceil((row.window_ends_at.getTime() - now.getTime()) / 1000))
}

/** As {@link takeAttempt}, but throws `too_many_requests`. */
export async function assertAttempt(db: Db, clock: Clock, key: string, limit: AttemptLimit): Promise<void> {
  const waitS = await takeAttempt(db, clock, key, limit)
  if (waitS !== null) throw tooManyAttempts(waitS)
}

export function tooManyAttempts(waitS: number): AppError {
  return new AppError('too_many_requests', `Too many attempts. Please try again in ${waitS} seconds.`, {
    retryAfterS: waitS,
  })
}
