import { setTimeout as sleep } from 'node:timers/promises'
import { startChild, type Child } from './support/child.ts'
import { runAlone, type Figure } from './support/figures.ts'
import { prepareCalls, startShared, type Shared } from './support/shared-database.ts'

/**
 * Follow-ups a second by the built-in writer: one worker process against two, with short calls and with calls of about an
 * hour, as storage is measured with. Each worker is measured over the same part of its life: a worker runs for weeks, and
 * its first million words compile its code on the other processor.
 */
const WORDS = [2_000, 8_000]
const WARM_UP_WORDS = 2_000_000
const MEASURED_WORDS = 2_400_000
const ROUNDS = 3

export async function workers(): Promise<Figure[]> {
  await using shared = await startShared()
  const figures: Figure[] = []
  for (const words of WORDS) figures.push(await compare(shared, words))
  return figures
}

async function compare(shared: Shared, words: number): Promise<Figure> {
  // One worker after the other, three times around, so that what else the machine does meets both alike.
  const one: Pace[] = []
  const two: Pace[] = []
  for (let round = 0; round < ROUNDS; round++) {
    one.push(await paceOf(shared, 1, words))
    two.push(await paceOf(shared, 2, words))
  }
  const ofOne = mean(one.map(({ drafts }) => drafts))
  const ofTwo = mean(two.map(({ drafts }) => drafts))
  const coresOfOne = mean(one.map(({ cores }) => cores))
  const ratio = ofTwo / ofOne
  return {
    program: 'workers',
    what: `drafts of ${words.toLocaleString('en')} words, a second worker process`,
    measured: `${ofOne.toFixed(0)} drafts/s with one, which uses ${coresOfOne.toFixed(2)} cores; ${ofTwo.toFixed(0)}/s with two: ${ratio.toFixed(2)} ×`,
    bar: '≥ 1.5 ×',
    isMet: ratio >= 1.5,
    numbers: { words, ofOne, ofTwo, ratio, coresOfOne },
  }
}

/** Drafts a second, and how many processors the workers used for them, without the database's. */
interface Pace {
  drafts: number
  cores: number
}

async function paceOf(shared: Shared, count: number, words: number): Promise<Pace> {
  const calls = Math.round(((WARM_UP_WORDS + MEASURED_WORDS) / words) * count)
  await prepareCalls(shared, calls, words)
  const running: Child[] = []
  try {
    for (let n = 0; n < count; n++)
      running.push(
        await startChild('bin/fastfollow.js', ['worker'], { env: shared.env, until: /worker is ready/ }),
      )
    await untilDrafted(shared, Math.round((WARM_UP_WORDS / words) * count))
    const [from, began, usedBefore] = [await drafted(shared), performance.now(), await processorS(running)]
    await untilDrafted(shared, calls)
    const tookS = (performance.now() - began) / 1000
    return { drafts: (calls - from) / tookS, cores: ((await processorS(running)) - usedBefore) / tookS }
  } finally {
    await Promise.all(running.map((worker) => worker.stop()))
  }
}

async function processorS(children: Child[]): Promise<number> {
  return (await Promise.all(children.map((child) => child.processorS()))).reduce((sum, each) => sum + each, 0)
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
