import { setTimeout as sleep } from 'node:timers/promises'
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts'
import type { World } from '../support/world.ts'
import type { Kind } from './kind.ts'
import { warmUp } from './warm-up.ts'

/** A fresh database is 40 MB, its log a few times 16; the rest is for some rounds. */
const DISK_MB = 400

const disks = new WeakMap<World, SmallDisk>()

/** The database's disk is full for a while: rows can't be added, and Postgres itself may give up until there is room. */
export const disk: Kind = {
  name: 'disk',
  title: 'disk full',
  rounds: 3,
  breaksConnections: false,
  healsWithinMs: 300_000,
  async isImpossible() {
    try {
      const tried = await mountSmallDisk(1)
      await tried[Symbol.asyncDispose]()
      return null
    } catch {
      return 'A disk that may be filled has to be mounted (tmpfs), which this account may not do: run it as root.'
    }
  },
  async startWorld(options, start) {
    await using stack = new AsyncDisposableStack()
    const small = stack.use(await mountSmallDisk(DISK_MB))
    const world = await start({ ...options, databaseDir: small.folder })
    stack.use(world)
    const all = stack.move()
    const whole: World = { ...world, [Symbol.asyncDispose]: () => all.disposeAsync() }
    disks.set(whole, small)
    return whole
  },
  async hurt(world, random) {
    const small = disks.get(world)
    if (!small) throw new Error('this world has no small disk')
    await warmUp(random)
    const forMs = Math.round(random.between(3_000, 6_000))
    await small.fill()
    // Room that Postgres had set aside is used up first: then a large row finds none.
    await world.postgres
      .query(`create table ballast as select md5(random()::text) from generate_series(1, 2000000)`)
      .catch(() => {})
    await small.fill()
    await sleep(forMs)
    await small.free()
    await world.postgres.start()
    await world.postgres.query('drop table if exists ballast')
    return `the disk was full for ${(forMs / 1000).toFixed(1)} s`
  },
}
