import { setTimeout as sleep } from 'node:timers/promises'
import { usualWorld, type Kind } from './kind.ts'
import { warmUp } from './warm-up.ts'

/** Postgres is stopped in order, as for an update, stays away for a moment, and comes back. */
export const restart: Kind = {
  name: 'restart',
  title: 'Postgres restarted',
  rounds: 5,
  breaksConnections: false,
  healsWithinMs: 300_000,
  startWorld: usualWorld,
  async hurt(world, random) {
    await warmUp(random)
    const awayMs = Math.round(random.between(200, 4_000))
    await world.postgres.stop()
    await sleep(awayMs)
    await world.postgres.start()
    await sleep(500)
    return `Postgres was away for ${(awayMs / 1000).toFixed(1)} s`
  },
}
