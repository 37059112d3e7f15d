import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { printTable, type Figure } from '../bench/support/figures.ts'
import type { Kind } from './kinds/kind.ts'
import { KINDS } from './kinds/kinds.ts'
import { runRounds } from './rounds.ts'
import { figureOf, figureOfSkipped } from './support/figures.ts'
import type { RoundReport } from './support/findings.ts'

/**
 * `npm run faults`: hurts the running product in every way we know, under load, and checks after each round that nothing
 * acknowledged was lost. `npm run faults -- --only kill,gong --rounds 10 --seed 7` repeats the rounds 7 to 16 of these.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    seed: { type: 'string' },
    webs: { type: 'string', default: '2' },
    workers: { type: 'string', default: '2' },
    calls: { type: 'string', default: '16' },
  },
})
const only = values.only?.split(',')
const unknown = only?.find((name) => !KINDS.some((kind) => kind.name === name))
if (unknown !== undefined) {
  const known = KINDS.map(({ name }) => name).join(', ')
  process.stderr.write(`There is no fault "${unknown}". Known: ${known}.\n`)
  process.exit(2)
}

// The round that runs is finished, so that no process of ours is left behind.
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(130)
    stopping.abort()
  })

const RESULTS = join(import.meta.dirname, 'results')
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : wholeNumber('seed')
const loadBefore = loadavg()[0] ?? 0
const figures: Figure[] = []
const reports: RoundReport[] = []
for (const kind of KINDS) {
  if ((only && !only.includes(kind.name)) || stopping.signal.aborted) continue
  const why = (await kind.isImpossible?.()) ?? null
  if (why !== null) {
    process.stderr.write(`${kind.name}: skipped. ${why}\n`)
    figures.push(figureOfSkipped(kind, why))
    continue
  }
  const ofKind = await runRounds(kind, {
    rounds: values.rounds === undefined ? kind.rounds : wholeNumber('rounds'),
    seed,
    webs: wholeNumber('webs'),
    workers: wholeNumber('workers'),
    calls: wholeNumber('calls'),
    keepLogsIn: join(RESULTS, 'failed'),
    signal: stopping.signal,
    onRound: (report, round) => tell(kind, report, round),
  })
  reports.push(...ofKind)
  figures.push(figureOf(kind, ofKind))
  await store()
}
printTable(figures)
process.stdout.write(
  `\nseed ${seed}, ${availableParallelism()} cores, load ${loadBefore.toFixed(1)} before; all numbers in faults/results/latest.json\n`,
)
process.exit(reports.some(({ findings }) => findings.length > 0) ? 1 : 0)

function wholeNumber(name: 'rounds' | 'seed' | 'webs' | 'workers' | 'calls'): number {
  const number = Number(values[name])
  if (Number.isSafeInteger(number) && number >= 0) return number
  process.stderr.write(`--${name} must be a whole number, not "${values[name]}".\n`)
  process.exit(2)
}

/** One line a round, with the seed that repeats it; what was found stands below it. */
function tell(kind: Kind, report: RoundReport, round: number): void {
  const { did, acknowledged, turnedAway, broken, healedMs, findings } = report
  const verdict = findings.length === 0 ? 'ok' : 'FAILED'
  process.stderr.write(
    `${kind.name} ${round + 1} (seed ${report.seed}): ${did}; ${acknowledged} acknowledged, ${turnedAway} turned away, ` +
      `${broken} broken, healed in ${(healedMs / 1000).toFixed(1)} s: ${verdict}\n`,
  )
  for (const { offence, what } of findings) process.stderr.write(`    ${offence}: ${what}\n`)
  if (findings.length > 0)
    process.stderr.write(`    its logs: faults/results/failed/${report.kind}-${report.seed}\n`)
}

/** After each kind, so that a run that is ended early leaves what it measured. */
async function store(): Promise<void> {
  await mkdir(RESULTS, { recursive: true })
  const machine = { cores: availableParallelism(), loadBefore, node: process.version }
  await writeFile(
    join(RESULTS, 'latest.json'),
    `${JSON.stringify({ at: new Date().toISOString(), seed, machine, figures, rounds: reports }, null, 2)}\n`,
  )
}
