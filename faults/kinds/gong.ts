import { setTimeout as sleep } from 'node:timers/promises'
import type { RequestReport } from '../../src/simulator/request-log.ts'
import type { World } from '../support/world.ts'
import { usualWorld, type Kind } from './kind.ts'
import { warmUp } from './warm-up.ts'

/** Gong itself is ill, in one of these ways a round, one after the other. */
const ILLNESSES: { name: string; faults: Record<string, unknown>; lastsMs: number }[] = [
  { name: 'slow (2.5 s an answer)', faults: { latencyMs: 2_500 }, lastsMs: 6_000 },
  { name: 'silent (half of the requests)', faults: { silent: 0.5 }, lastsMs: 5_000 },
  { name: 'answering 500 (two thirds)', faults: { serverErrors: 0.66 }, lastsMs: 5_000 },
  { name: 'answering HTML (two thirds)', faults: { garbage: 0.66 }, lastsMs: 5_000 },
  { name: 'answering cut JSON (two thirds)', faults: { halfBodies: 0.66 }, lastsMs: 5_000 },
]

export const gong: Kind = {
  name: 'gong',
  title: 'Gong slow, silent, 500, garbage, cut JSON',
  rounds: ILLNESSES.length,
  breaksConnections: false,
  // A silent request is given up after 30 s, and Gong is asked again 30 s later.
  healsWithinMs: 300_000,
  startWorld: usualWorld,
  async hurt(world, random, _found, seed) {
    const illness = ILLNESSES[seed % ILLNESSES.length]!
    await warmUp(random)
    await world.gong('PUT', '/faults', illness.faults)
    await sleep(illness.lastsMs)
    return `Gong was ${illness.name}`
  },
}

const RETRY_AFTER_S = 1_200
/** Requests that had left before the first refusal came back. */
const MOST_ON_THEIR_WAY = 8

/** 429 with a `Retry-After` of twenty minutes: nobody asks meanwhile. */
export const paused: Kind = {
  name: '429',
  title: 'Gong answers 429, to wait 20 minutes',
  rounds: 3,
  breaksConnections: false,
  healsWithinMs: 300_000,
  startWorld: usualWorld,
  async hurt(world, random, found) {
    await warmUp(random)
    await world.gong('PUT', '/faults', { rateLimited: { retryAfterS: RETRY_AFTER_S } })
    await untilRefused(world)
    await world.gong('PUT', '/faults', { rateLimited: false })
    // Gong would answer again; it is the product that keeps to what it was told.
    const before = await asked(world)
    await sleep(random.between(4_000, 7_000))
    const since = (await asked(world)) - before
    if (since > MOST_ON_THEIR_WAY)
      found({ offence: 'pace', what: `${since} requests left although Gong had asked to wait` })
    await passTwentyMinutes(world)
    return `Gong asked to wait for 20 minutes, ${since} requests left meanwhile; the stored times were then moved back by 20 minutes`
  },
}

async function asked(world: World): Promise<number> {
  const { total } = await world.gong<RequestReport>('GET', '/requests')
  return total
}

async function untilRefused(world: World): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50)) {
    const { requests } = await world.gong<RequestReport>('GET', '/requests')
    if (requests.some(({ status, retryAfterS }) => status === 429 && retryAfterS === RETRY_AFTER_S)) return
  }
  throw new Error('nothing was asked of Gong in 30 s')
}

/** A round can't wait that long: what was to be done in twenty minutes is to be done now. */
async function passTwentyMinutes({ postgres }: World): Promise<void> {
  const ago = `interval '${RETRY_AFTER_S} seconds'`
  await postgres.query(
    `update allowance set paused_from = paused_from - ${ago}, paused_until = paused_until - ${ago}`,
  )
  await postgres.query(`update call set due_at = due_at - ${ago} where due_at > now()`)
}
