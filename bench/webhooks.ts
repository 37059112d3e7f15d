import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../test/support/free-port.ts'
import { startChild } from './support/child.ts'
import { percentile, runAlone, type Figure } from './support/figures.ts'
import { startProduct, type Product } from './support/product.ts'
import { startShared } from './support/shared-database.ts'
import { shoot, type Shot } from './support/shots.ts'

/**
 * Verified events a second, each on disk before it is answered, against the same route without a database, and with the
 * least that is durable: one plain insert each. What is on disk is taken in afterwards: how long that takes is said, too.
 */
const ROUNDS = 3
const SECONDS = 5
/** By then the code of each is compiled: what does most for a request needs the longest. */
const WARM_UP_SECONDS = 8
const CONNECTIONS = [50, 200]

export async function webhooks(): Promise<Figure[]> {
  const rounds: Round[] = []
  // By turns: a machine that others use too is faster in one minute than in the next (a third was seen).
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({
      plain: await shootAtPlainReceiver(),
      inserting: await shootAtInsertingReceiver(),
      durable: await shootAtProduct(),
    })
  return CONNECTIONS.map((connections) => figureOf(connections, rounds))
}

/** By the number of connections. */
interface Round {
  plain: Map<number, Shot>
  inserting: Map<number, Shot>
  durable: Map<number, { shot: Shot; loopP99: number; takenInMs: number }>
}

/** The middle of the rounds. */
function figureOf(connections: number, rounds: Round[]): Figure {
  const without = rounds.map(({ plain }) => plain.get(connections)!)
  const durable = rounds.map((round) => round.durable.get(connections)!)
  const middle = (numbers: number[]) => percentile(numbers, 0.5)
  const shots = durable.map(({ shot }) => shot)
  const shot = {
    perSecond: middle(shots.map((each) => each.perSecond)),
    p50: middle(shots.map((each) => each.p50)),
    p99: middle(shots.map((each) => each.p99)),
    errors: shots.reduce((sum, { errors }) => sum + errors, 0),
  }
  const plainPerSecond = middle(without.map((each) => each.perSecond))
  const plainP99 = middle(without.map((each) => each.p99))
  const ratio = middle(shots.map((each, round) => each.perSecond / without[round]!.perSecond))
  const inserting = rounds.map((round) => round.inserting.get(connections)!)
  const insertsPerSecond = middle(inserting.map((each) => each.perSecond))
  const ratioToInserts = middle(shots.map((each, round) => each.perSecond / inserting[round]!.perSecond))
  const loopP99 = middle(durable.map((each) => each.loopP99))
  const takenInMs = middle(durable.map((each) => each.takenInMs))
  return {
    program: 'webhooks',
    what: `durable, verified webhooks, ${connections} connections`,
    measured:
      `${shot.perSecond.toFixed(0)}/s = ${ratio.toFixed(2)} of ${plainPerSecond.toFixed(0)}/s without database ` +
      `and ${ratioToInserts.toFixed(2)} of ${insertsPerSecond.toFixed(0)}/s with one plain insert each, ` +
      `p50 ${shot.p50} p99 ${shot.p99} ms, ${shot.errors} errors, event loop p99 ${loopP99.toFixed(0)} ms; ` +
      `the last was taken in ${(takenInMs / 1000).toFixed(1)} s after the end`,
    bar: connections === 50 ? '≥ 0.35, p99 ≤ 30 ms, 0 errors' : null,
    isMet: connections === 50 ? ratio >= 0.35 && shot.p99 <= 30 && shot.errors === 0 : null,
    numbers: {
      ...shot,
      plainPerSecond,
      plainP99,
      ratio,
      insertsPerSecond,
      ratioToInserts,
      loopP99,
      takenInMs,
    },
  }
}

async function shootAtInsertingReceiver(): Promise<Round['inserting']> {
  await using shared = await startShared()
  return await shootAtPlainReceiver(shared.env['DATABASE_URL'])
}

async function shootAtPlainReceiver(databaseUrl?: string): Promise<Round['plain']> {
  const port = await freePort()
  const token = `whsec_${randomBytes(32).toString('base64')}`
  const database = databaseUrl === undefined ? [] : [databaseUrl]
  const server = await startChild('bench/support/plain-receiver.ts', [String(port), token, ...database], {
    env: {},
    until: /is ready/,
  })
  try {
    const url = `http://127.0.0.1:${port}/api/webhooks/gong/key`
    await shoot(url, token, 50, { seconds: WARM_UP_SECONDS })
    const shots: Round['plain'] = new Map()
    for (const connections of CONNECTIONS)
      shots.set(connections, await shoot(url, token, connections, { seconds: SECONDS }))
    return shots
  } finally {
    await server.stop('SIGKILL')
  }
}

async function shootAtProduct(): Promise<Round['durable']> {
  await using product = await startProduct()
  const { url: address, token } = await product.subscription()
  const url = address.replace('localhost', '127.0.0.1')
  await shoot(url, token, 50, { seconds: WARM_UP_SECONDS })
  await untilTakenIn(product)
  const shots: Round['durable'] = new Map()
  for (const connections of CONNECTIONS) {
    await eventLoopP99(product.url)
    const shot = await shoot(url, token, connections, { seconds: SECONDS })
    const loopP99 = await eventLoopP99(product.url)
    shots.set(connections, { shot, loopP99, takenInMs: await untilTakenIn(product) })
  }
  return shots
}

/** How long it took from now on, in milliseconds. */
async function untilTakenIn(product: Product): Promise<number> {
  const began = performance.now()
  while ((await product.query('select from arrival limit 1')).length > 0) await sleep(20)
  return performance.now() - began
}

/** In milliseconds, since it was last asked. */
async function eventLoopP99(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^nodejs_eventloop_lag_p99_seconds ([\d.e+-]+)/m.exec(text)?.[1] ?? Number.NaN) * 1000
}

await runAlone(import.meta.url, webhooks)
