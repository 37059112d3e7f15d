import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Kind } from './kinds/kind.ts'
import {
  acknowledgedEvents,
  findDuplicates,
  findHalfDone,
  findLost,
  findWrongAnswers,
  judgePace,
  type Promised,
} from './support/checks.ts'
import { untilAllEnded } from './support/ends.ts'
import type { Finding, RoundReport } from './support/findings.ts'
import { startLoad } from './support/load.ts'
import { randomOf } from './support/random.ts'
import { startWorld, type World } from './support/world.ts'

export interface RoundOptions {
  rounds: number
  /** The first round's; each further one has the next number. */
  seed: number
  webs: number
  workers: number
  /** How many calls each of the two senders announces in a round, about. */
  calls: number
  /** Where the logs of a failed round go; undefined = nowhere. */
  keepLogsIn?: string
  onRound?: (report: RoundReport, round: number) => void
  /** Aborted: no further round is begun. */
  signal?: AbortSignal
}

/** What a world remembers from one round to the next. */
interface Memory {
  promised: Promised[]
  seenUntilMs: number
  ownEnds: number
}

/** Rounds of one kind, one after the other on one product; after one that did not heal, on a fresh one. */
export async function runRounds(kind: Kind, options: RoundOptions): Promise<RoundReport[]> {
  const reports: RoundReport[] = []
  let world: World | undefined
  let memory: Memory | undefined
  try {
    for (let round = 0; round < options.rounds && !options.signal?.aborted; round++) {
      const seed = options.seed + round
      world ??= await kind.startWorld({ ...options, random: randomOf(seed) }, startWorld)
      memory ??= { promised: [], seenUntilMs: (await judgePace(world, 0)).untilMs, ownEnds: 0 }
      const report = await runRound(kind, world, memory, seed, options)
      reports.push(report)
      options.onRound?.(report, round)
      if (report.findings.length === 0) continue
      if (options.keepLogsIn !== undefined) keepLogs(world, report, options.keepLogsIn)
      await world[Symbol.asyncDispose]()
      world = memory = undefined
    }
    return reports
  } finally {
    await world?.[Symbol.asyncDispose]()
  }
}

/** Load, fault, healing, and then everything is looked at. */
async function runRound(
  kind: Kind,
  world: World,
  memory: Memory,
  seed: number,
  options: RoundOptions,
): Promise<RoundReport> {
  const random = randomOf(seed)
  const deafness = monitorEventLoopDelay({ resolution: 5 })
  deafness.enable()
  // Numbers of its own: senders run side by side, and what is done to the product must come again with the seed.
  const load = startLoad(world, randomOf(seed + 1_000_003), options.calls)
  const seen: Finding[] = []
  const did = await kind.hurt(world, random, (finding) => seen.push(finding), seed)
  await world.mend()
  const began = performance.now()
  await load.stop()
  const { waiting, slow } = await untilAllEnded(world, kind.healsWithinMs)
  const healedMs = performance.now() - began

  const { promised, simulated } = await acknowledgedEvents(world, load.attempts)
  const isNew = new Set(memory.promised.map(({ webhookId }) => webhookId))
  const fresh = promised.filter(({ webhookId }) => !isNew.has(webhookId))
  memory.promised.push(...fresh)
  const pace = await judgePace(world, memory.seenUntilMs)
  memory.seenUntilMs = pace.untilMs
  const findings: Finding[] = [
    ...seen,
    ...waiting.map((what): Finding => ({ offence: 'not healed', what })),
    // Also of the rounds before: what was kept once must stay.
    ...(await findLost(world, memory.promised)),
    ...(await findDuplicates(world)),
    ...(await findHalfDone(world)),
    ...pace.findings,
    ...findWrongAnswers(load.attempts, simulated, kind.breaksConnections),
    ...world.ownEnds.slice(memory.ownEnds).map((what): Finding => ({ offence: 'ended', what })),
    ...(kind.judge?.(load.attempts) ?? []),
  ]
  memory.ownEnds = world.ownEnds.length
  return {
    kind: kind.name,
    seed,
    did,
    acknowledged: fresh.length,
    turnedAway: load.attempts.filter(({ status }) => status === 503).length,
    broken: load.attempts.filter(({ status }) => status === null).length,
    refused: pace.refused,
    mostInAnySecond: pace.mostInAnySecond,
    healedMs,
    deafMs: Math.round(deafness.max / 1e6),
    slow,
    findings,
  }
}

function keepLogs(world: World, report: RoundReport, folder: string): void {
  const into = join(folder, `${report.kind}-${report.seed}`)
  mkdirSync(into, { recursive: true })
  cpSync(world.logFolder, into, { recursive: true })
  writeFileSync(join(into, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
}
