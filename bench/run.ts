import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { backfill } from './backfill.ts'
import { connections } from './connections.ts'
import { latency } from './latency.ts'
import { longCall } from './long-call.ts'
import { scale } from './scale.ts'
import { sharedClient } from './shared-client.ts'
import { start } from './start.ts'
import { storm } from './storm.ts'
import { takePeaks } from './support/child.ts'
import { printTable, type Figure, type Program } from './support/figures.ts'
import { webhooks } from './webhooks.ts'
import { workers } from './workers.ts'

/** `npm run bench`: all of them, or those named (`npm run bench storm latency`); one table, and JSON beside it. */
const PROGRAMS: Record<string, Program> = {
  latency,
  storm,
  'shared-client': sharedClient,
  backfill,
  webhooks,
  start,
  'long-call': longCall,
  workers,
  connections,
  scale,
}

const named = process.argv.slice(2)
const unknown = named.find((name) => !Object.hasOwn(PROGRAMS, name))
if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark "${unknown}". Known: ${Object.keys(PROGRAMS).join(', ')}.\n`)
  process.exit(2)
}

const folder = join(import.meta.dirname, 'results')
const file = join(folder, 'latest.json')
const at = new Date().toISOString()
// A busy machine makes every figure worse: whoever reads them should know.
const machine = {
  cores: availableParallelism(),
  memoryMb: Math.round(totalmem() / 1024 / 1024),
  loadBefore: loadavg()[0] ?? 0,
  node: process.version,
}

const figures: Figure[] = []
// Who runs some of them keeps what the others showed before, each with its time.
const results = await earlier()
for (const [name, program] of Object.entries(PROGRAMS)) {
  if (named.length > 0 && !named.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  const shown = [...(await program()), ...memoryFigure(name)]
  results[name] = { at, machine, figures: shown }
  figures.push(...shown)
}
printTable(figures)
await mkdir(folder, { recursive: true })
await writeFile(file, `${JSON.stringify(results, null, 2)}\n`)
process.stdout.write(
  `\n${machine.cores} cores, ${machine.memoryMb} MB, load ${machine.loadBefore.toFixed(1)} before; all numbers in bench/results/latest.json\n`,
)

async function earlier(): Promise<Record<string, unknown>> {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(text))
}

function memoryFigure(program: string): Figure[] {
  const peaks = takePeaks()
  const measured = Object.entries(peaks)
    .map(([role, mb]) => `${role} ${mb} MB`)
    .join(', ')
  if (measured === '') return []
  return [
    {
      program,
      what: `memory of a process, at most (${program})`,
      measured,
      bar: null,
      isMet: null,
      numbers: peaks,
    },
  ]
}
