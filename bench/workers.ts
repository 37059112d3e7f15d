import { setTimeout as sleep } from 'node:timers/promises'
import { startChild, type Child } from './support/child.ts'
import { runAlone, type Figure } from './support/figures.ts'
import { prepareCalls, startShared, type Shared } from './support/shared-database.ts'

/** Follow-ups a second by the built-in writer: one worker process against two, on the same prepared calls. */
const CALLS = Number(process.env['BENCH_DRAFTS'] ?? 1_500)
const WORDS = 2_000

export async function workers(): Promise<Figure[]> {
  await using shared = await startShared()
  // One worker after the other, twice around, so that what else the machine does meets both alike.
  const one: number[] = []
  const two: number[] = []
  for (let round = 0; round < 2; round++) {
    one.push(await draftsPerSecond(shared, 1))
    two.push(await draftsPerSecond(shared, 2))
  }
  const [ofOne, ofTwo] = [mean(one), mean(two)]
  const ratio = ofTwo / ofOne
  return [
    {
      program: 'workers',
      what: `drafts of ${WORDS.toLocaleString('en')} words, a second worker process`,
      measured: `${ofOne.toFixed(0)} drafts/s with one, ${ofTwo.toFixed(0)}/s with two: ${ratio.toFixed(2)} ×`,
      bar: '≥ 1.5 ×',
      isMet: ratio >= 1.5,
      numbers: { ofOne, ofTwo, ratio },
    },
  ]
}

async function draftsPerSecond(shared: Shared, count: number): Promise<number> {
  await prepareCalls(shared, CALLS, WORDS)
  const running: Child[] = []
  try {
    for (let n = 0; n < count; n++)
      running.push(
        await startChild('bin/fastfollow.js', ['worker'], { env: shared.env, until: /worker is ready/ }),
      )
    // The first calls load the writer's languages; the steady pace is what counts.
    const warmUp = Math.round(CALLS * 0.2)
    await untilDrafted(shared, warmUp)
    const [from, began] = [await drafted(shared), performance.now()]
    await untilDrafted(shared, CALLS)
    return ((CALLS - from) / (performance.now() - began)) * 1000
  } finally {
    await Promise.all(running.map((worker) => worker.stop()))
  }
}

async function untilDrafted(shared: Shared, count: number): Promise<void> {
  while ((await drafted(shared)) < count) await sleep(100)
}

async function drafted(shared: Shared): Promise<number> {
  const { rows } = await shared.pool.query<{ count: number }>(
    `select count(*)::int as count from call where state = 'drafted'`,
  )
  return rows[0]?.count ?? 0
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

await runAlone(import.meta.url, workers)
