import { setTimeout as sleep } from 'node:timers/promises'
import { usualWorld, type Kind } from './kind.ts'
import { warmUp } from './warm-up.ts'

/** Connections are reset in the middle of bodies: events that come to us, our answers to them, and Gong's answers. */
export const cut: Kind = {
  name: 'cut',
  title: 'connections reset in the middle of bodies',
  rounds: 5,
  breaksConnections: true,
  // After a broken answer Gong is asked again half a minute later.
  healsWithinMs: 300_000,
  startWorld: usualWorld,
  async hurt(world, random) {
    await warmUp(random)
    const before = world.front.cuts + world.toGong.cuts
    world.front.cut = { share: 0.4, towards: random.pick(['server', 'client', 'both'] as const) }
    world.toGong.cut = { share: 0.4, towards: random.pick(['client', 'both'] as const) }
    const forMs = random.between(2_000, 5_000)
    await sleep(forMs)
    const [towards, cuts] = [world.front.cut.towards, world.front.cuts + world.toGong.cuts - before]
    return `${cuts} connections reset in ${(forMs / 1000).toFixed(1)} s, before us towards ${towards}`
  },
}
