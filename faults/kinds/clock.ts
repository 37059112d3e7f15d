import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from '../support/program.ts'
import { warmUp } from './warm-up.ts'
import type { Kind } from './kind.ts'

const MINUTE_MS = 60_000

/**
 * The clocks of processes jump, each for itself, and are set right again: ahead or behind by up to six hours for a
 * worker; by up to four minutes for a web process, since events that are five minutes old must be refused. The
 * database's clock stands still meanwhile, which is the same jump seen from the other side.
 */
export const clock: Kind = {
  name: 'clock',
  title: 'clocks of processes jump',
  rounds: 5,
  breaksConnections: false,
  healsWithinMs: 300_000,
  startWorld: (options, start) => start({ ...options, clocks: true }),
  async hurt(world, random) {
    await warmUp(random)
    const did: string[] = []
    for (const program of [...world.workers, ...world.webs]) {
      if (!random.chance(0.6)) continue
      const most = world.webs.includes(program) ? 4 : 360
      jump(program, Math.round(random.between(-most, most)))
    }
    await sleep(random.between(2_000, 5_000))
    return `clocks jumped: ${did.join(', ') || 'none'}`

    function jump(program: Program, minutes: number): void {
      world.setClock(program, minutes * MINUTE_MS)
      did.push(`${program.name} by ${minutes} min`)
    }
  },
}
