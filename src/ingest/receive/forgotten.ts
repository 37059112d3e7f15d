import { sql } from 'kysely'
import { follow, takeInOrSetAside, type RoundDeps } from './round.ts'

/** What waited for longer than this was left by a process that is gone. */
const FORGOTTEN_AFTER_MS = 13_000
/** Of two machines' clocks. */
const AHEAD_MS = 60_000
/** What can't be taken in is tried again after this long. */
const SET_ASIDE_MS = 60_000
/** A sweep has other things to do, too. */
const ROUNDS_A_SWEEP = 20

/**
 * Takes in what processes left that are gone, and tries again what could not be taken in. A time ahead of ours was
 * another clock's: it says nothing.
 */
export async function takeInForgotten(deps: RoundDeps): Promise<void> {
  const now = deps.clock.now().getTime()
  const [forgotten, rested, ahead] = [now - FORGOTTEN_AFTER_MS, now - SET_ASIDE_MS, now + AHEAD_MS].map(
    (ms) => new Date(ms),
  )
  await sql`
    update arrival set set_aside_at = null where set_aside_at <= ${rested} or set_aside_at > ${ahead}`.execute(
    deps.db,
  )
  for (let rounds = 0; rounds < ROUNDS_A_SWEEP; rounds += 1) {
    const { rows } = await sql`
      select from arrival where set_aside_at is null and (received_at <= ${forgotten} or received_at > ${ahead})
      limit 1`.execute(deps.db)
    if (rows.length === 0) return
    const taken = await takeInOrSetAside(deps)
    if (!taken || taken.deliveries === 0) return
    await follow(taken, deps)
  }
}
