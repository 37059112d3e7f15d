import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from '../support/program.ts'
import type { World } from '../support/world.ts'
import { usualWorld, type Kind } from './kind.ts'

/** `kill -9` of one to three processes at random moments, each started again up to a second later. */
export const kill: Kind = {
  name: 'kill',
  title: 'kill -9 of web, worker and Postgres',
  rounds: 100,
  breaksConnections: true,
  healsWithinMs: 300_000,
  startWorld: usualWorld,
  async hurt(world, random) {
    const plan = Array.from({ length: random.whole(1, 3) }, () => ({
      atMs: Math.round(random.between(200, 3_000)),
      downMs: Math.round(random.between(0, 1_000)),
      victim: random.pick(['web', 'worker', 'worker', 'postgres', 'backend'] as const),
      place: random.whole(0, 99),
    })).sort((a, b) => a.atMs - b.atMs)
    const began = performance.now()
    const did: string[] = []
    const restarts: Promise<unknown>[] = []
    for (const { atMs, downMs, victim, place } of plan) {
      await sleep(Math.max(0, began + atMs - performance.now()))
      const name = await strike(victim, place, world)
      did.push(`${name} at ${(atMs / 1000).toFixed(1)} s`)
      restarts.push(sleep(downMs).then(() => revive(name, world)))
    }
    await Promise.all(restarts)
    await sleep(random.between(0, 500))
    return `killed ${did.join(', ')}`
  },
}

type Victim = 'web' | 'worker' | 'postgres' | 'backend'

async function strike(victim: Victim, place: number, world: World): Promise<string> {
  if (victim === 'postgres') {
    await world.postgres.kill()
    return 'Postgres'
  }
  if (victim === 'backend') {
    await world.postgres.killBackend()
    return 'a connection of Postgres'
  }
  const programs: Program[] = victim === 'web' ? world.webs : world.workers
  const program = programs[place % programs.length]
  await program?.kill()
  return program?.name ?? ''
}

async function revive(name: string, world: World): Promise<void> {
  if (name === 'Postgres') return world.postgres.start()
  await [...world.webs, ...world.workers].find((program) => program.name === name)?.start()
}
