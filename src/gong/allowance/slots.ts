import { sql, type RawBuilder } from 'kysely'
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

/** A slot as far as this process knows when it begins. */
export interface KnownSlot {
  waitMs: number
  /** Handed back to the database, and otherwise not read. */
  slot: string
  /** How much later than the guard allows it may be used. */
  slackMs: number
  /** By this process' monotonic clock, in ms; the database read its own somewhere between the two. */
  askedAt: number
  answeredAt: number
}

export interface Slot extends KnownSlot {
  outcome: 'slot' | 'lane_busy' | 'wait' | 'daily_quota'
  guardMs: number
  guardIsGrown: boolean
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
  const { row, ...asked } = await timed<SlotRow & { outcome: Slot['outcome']; guard_ms: number }>(
    db,
    sql`select * from allowance_take(${key}, ${lane}, ${rate.perSecond}, ${rate.perDay}, ${maxWaitMs}, ${slackMs},
      ${LEAST_GUARD_MS}, ${counted})`,
  )
  const { outcome, guard_ms: guardMs, wait_ms: waitMs, slot } = row
  return {
    outcome,
    guardMs,
    guardIsGrown: guardMs > LEAST_GUARD_MS,
    waitMs,
    slot: slot ?? '',
    slackMs,
    ...asked,
  }
}

/** Looks at a slot again, and lets a missed one begin anew where that harms nobody (see `allowance_confirm`). */
export async function confirmSlot(
  db: Db,
  key: string,
  known: KnownSlot,
  { slackMs, lateMs }: { slackMs: number; lateMs: number },
): Promise<KnownSlot & { outcome: 'leave' | 'paused' | 'lost' }> {
  const { row, ...asked } = await timed<SlotRow & { outcome: 'leave' | 'paused' | 'lost' }>(
    db,
    sql`select * from allowance_confirm(${key}, ${known.slot}, ${known.slackMs}, ${slackMs}, ${lateMs})`,
  )
  const slot = row.slot ?? known.slot
  return {
    outcome: row.outcome,
    waitMs: row.wait_ms,
    slot,
    slackMs: slot === known.slot ? known.slackMs : slackMs,
    ...asked,
  }
}

interface SlotRow {
  wait_ms: number
  slot: string | null
}

async function timed<Row>(
  db: Db,
  statement: RawBuilder<unknown>,
): Promise<{ row: Row; askedAt: number; answeredAt: number }> {
  // A connection is got first: waiting for one would look as if the database had answered late.
  return db.connection().execute(async (connection) => {
    const askedAt = performance.now()
    const { rows } = await statement.$castTo<Row>().execute(connection)
    return { row: rows[0]!, askedAt, answeredAt: performance.now() }
  })
}

/** A longer pause stays as it is, unless the clock was set back since. */
export async function storePause(db: Db, key: string, ms: number): Promise<void> {
  await sql`
    insert into allowance (key, paused_from, paused_until)
    select ${key}, now, now + make_interval(secs => ${ms / 1000}) from clock_timestamp() now
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
