import { setTimeout as sleep } from 'node:timers/promises'
import { usualWorld, type Kind } from './kind.ts'
import { warmUp } from './warm-up.ts'

/** Every process of Postgres stands still and nothing is refused: an overloaded disk, a machine that swaps. */
export const hang: Kind = {
  name: 'hang',
  title: 'Postgres stands still',
  rounds: 3,
  breaksConnections: false,
  healsWithinMs: 300_000,
  startWorld: usualWorld,
  async hurt(world, random) {
    await warmUp(random)
    const forMs = Math.round(random.between(3_000, 12_000))
    world.postgres.freeze()
    try {
      await sleep(forMs)
    } finally {
      world.postgres.thaw()
    }
    return `Postgres stood still for ${(forMs / 1000).toFixed(1)} s`
  },
}
