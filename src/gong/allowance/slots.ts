import { sql } from 'kysely'
import type { Db } from '../../db/db.ts'
import type { Lane } from '../gong.ts'

/** The rows behind the allowance. Every statement is a transaction of its own and reads the database's clock alone. */

/** Requests that Gong allows, in any rolling second and in any 24 hours. */
export interface Rate {
  perSecond: number
  perDay: number
}

/**
 * The window is kept this much longer than a second: a third for leaving late, the rest for the network's jitter
 * (40 ms). It costs 6 % of the rate; 40 ms would cost 4 %, but lets a fourth request into a second now and then.
 */
export const LEAST_GUARD_MS = 60
const MOST_GUARD_MS = 500

export interface Slot {
  outcome: 'slot' | 'lane_busy' | 'wait' | 'daily_quota'
  waitMs: number
  guardMs: number
  guardIsGrown: boolean
  /** By this process' monotonic clock, in ms; the database answered somewhere between the two. */
  askedAt: number
  answeredAt: number
}

interface SlotRequest {
  key: string
  lane: Lane
  rate: Rate
  maxWaitMs: number
  slackMs: number
  /** The day has counted this request already: an earlier slot of it passed unused. */
  counted: boolean
}

/** Takes the next slot, or tells why not (see `allowance_take` in `migrations/0003_allowance.sql`). */
export async function takeSlot(db: Db, request: SlotRequest): Promise<Slot> {
  const { key, lane, rate, maxWaitMs, slackMs, counted } = request
  // The connection is got first: waiting for one would look as if the slot had been answered late.
  return db.connection().execute(async (connection) => {
    const askedAt = performance.now()
    const { rows } = await sql<{ outcome: Slot['outcome']; wait_ms: number; guard_ms: number }>`
      select outcome, wait_ms, guard_ms from allowance_take(
        ${key}, ${lane}, ${rate.perSecond}, ${rate.perDay}, ${maxWaitMs}, ${slackMs}, ${LEAST_GUARD_MS}, ${counted})`.execute(
      connection,
    )
    const answeredAt = performance.now()
    const { outcome, wait_ms, guard_ms } = rows[0]!
    return {
      outcome,
      waitMs: wait_ms,
      guardMs: guard_ms,
      guardIsGrown: guard_ms > LEAST_GUARD_MS,
      askedAt,
      answeredAt,
    }
  })
}

/** How long the pause of `key` still lasts; 0 = there is none. */
export async function pausedForMs(db: Db, key: string): Promise<number> {
  const { rows } = await sql<{ ms: number | null }>`
    select extract(epoch from paused_until - clock_timestamp())::float8 * 1000 as ms
    from allowance where key = ${key}`.execute(db)
  return Math.max(0, rows[0]?.ms ?? 0)
}

/** A longer pause stays as it is, unless the clock was set back since. */
export async function storePause(db: Db, key: string, ms: number): Promise<void> {
  await sql`
    insert into allowance (key, paused_from, paused_until)
    values (${key}, clock_timestamp(), clock_timestamp() + make_interval(secs => ${ms / 1000}))
    on conflict (key) do update set
      paused_from = excluded.paused_from,
      paused_until = case when allowance.paused_from <= excluded.paused_from
        then greatest(allowance.paused_until, excluded.paused_until) else excluded.paused_until end`.execute(
    db,
  )
}

/** Requests that left together are refused together: that is one reason to grow, not three. */
export async function growGuard(db: Db, key: string): Promise<void> {
  await sql`
    update allowance
    set guard_ms = least(greatest(guard_ms, ${LEAST_GUARD_MS}) * 2, ${MOST_GUARD_MS}), refused_at = clock_timestamp()
    where key = ${key}
      and (refused_at is null or refused_at not between clock_timestamp() - interval '1 second' and clock_timestamp())`.execute(
    db,
  )
}

/** By a hundredth an answer: a doubled guard is back after 70 answers. True while it is still grown. */
export async function shrinkGuard(db: Db, key: string): Promise<boolean> {
  const { rows } = await sql<{ guard_ms: number }>`
    update allowance set guard_ms = case when guard_ms * 0.99 > ${LEAST_GUARD_MS} then guard_ms * 0.99 else 0 end
    where key = ${key} returning guard_ms`.execute(db)
  return (rows[0]?.guard_ms ?? 0) > 0
}

export interface StoredState {
  usedThisSecond: number
  usedToday: number
  pausedUntil: Date | null
  guardMs: number
}

export async function readState(db: Db, key: string): Promise<StoredState> {
  const { rows } = await sql<StoredState>`
    select
      (select count(*) from unnest(slots) s where s > now - interval '1 second' and s <= now)::int as "usedThisSecond",
      (select coalesce(sum(used), 0) from allowance_hour h
        where h.key = allowance.key and h.hour > now - interval '25 hours')::int as "usedToday",
      case when paused_until > now then paused_until end as "pausedUntil",
      greatest(guard_ms, ${LEAST_GUARD_MS}) as "guardMs"
    from allowance, clock_timestamp() now where key = ${key}`.execute(db)
  return rows[0] ?? { usedThisSecond: 0, usedToday: 0, pausedUntil: null, guardMs: LEAST_GUARD_MS }
}
