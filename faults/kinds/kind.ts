import type { Finding } from '../support/findings.ts'
import type { Attempt } from '../support/load.ts'
import type { Random } from '../support/random.ts'
import type { World, WorldOptions } from '../support/world.ts'

/** A way to hurt the product while events arrive. */
export interface Kind {
  name: string
  /** For the table. */
  title: string
  /** Of a whole `npm run faults`. */
  rounds: number
  /** Connections of senders may break: then a missing answer is no offence of the product's. */
  breaksConnections: boolean
  /** How long everything may take to come to its end once the fault is over: only ends what hangs, also on a busy machine. */
  healsWithinMs: number
  /** A sentence why it can't be done on this machine; null = it can. */
  isImpossible?(): Promise<string | null>
  startWorld(options: WorldOptions, start: (options: WorldOptions) => Promise<World>): Promise<World>
  /**
   * Does it, and says what it did; what it sees meanwhile and should not, it tells `found`. `world.mend` ends it
   * afterwards. Rounds that follow each other have seeds that do.
   */
  hurt(world: World, random: Random, found: (finding: Finding) => void, seed: number): Promise<string>
  /** What else this kind must have shown. */
  judge?(attempts: Attempt[]): Finding[]
}

export const usualWorld: Kind['startWorld'] = (options, start) => start(options)
