import { setTimeout as sleep } from 'node:timers/promises'
import { startChild, type Child } from './support/child.ts'
import { runAlone, type Figure } from './support/figures.ts'
import { prepareCalls, startShared, type Shared } from './support/shared-database.ts'

/** Follow-ups a second by the built-in writer: one worker process against two, on the same prepared calls. */
const CALLS = 2_400
/** A worker's first calls load the writer's languages, and its code is compiled until about here (17 ms a draft, then 13). */
const WARM_UP = 400
const WORDS = 2_000

export async function workers(): Promise<Figure[]> {
  await using shared = await startShared()
  // One worker after the other, three times around, so that what else the machine does meets both alike.
  const one: Pace[] = []
  const two: Pace[] = []
  for (let round = 0; round < 3; round++) {
    one.push(await paceOf(shared, 1))
    two.push(await paceOf(shared, 2))
  }
  const ofOne = mean(one.map(({ drafts }) => drafts))
  const ofTwo = mean(two.map(({ drafts }) => drafts))
  const coresOfOne = mean(one.map(({ cores }) => cores))
  const ratio = ofTwo / ofOne
  return [
    {
      program: 'workers',
      what: `drafts of ${WORDS.toLocaleString('en')} words, a second worker process`,
      measured: `${ofOne.toFixed(0)} drafts/s with one, which uses ${coresOfOne.toFixed(2)} cores; ${ofTwo.toFixed(0)}/s with two: ${ratio.toFixed(2)} ×`,
      bar: '≥ 1.5 ×',
      isMet: ratio >= 1.5,
      numbers: { ofOne, ofTwo, ratio, coresOfOne },
    },
  ]
}

/** Drafts a second, and how many processors the workers used for them, without the database's. */
interface Pace {
  drafts: number
  cores: number
}

async function paceOf(shared: Shared, count: number): Promise<Pace> {
  await prepareCalls(shared, CALLS, WORDS)
  const running: Child[] = []
  try {
    for (let n = 0; n < count; n++)
      running.push(
        await startChild('bin/fastfollow.js', ['worker'], { env: shared.env, until: /worker is ready/ }),
      )
    await untilDrafted(shared, WARM_UP * count)
    const [from, began, usedBefore] = [await drafted(shared), performance.now(), await processorS(running)]
    await untilDrafted(shared, CALLS)
    const tookS = (performance.now() - began) / 1000
    return { drafts: (CALLS - from) / tookS, cores: ((await processorS(running)) - usedBefore) / tookS }
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
