import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { freePort } from '../test/support/free-port.ts'
import { startChild, type Child } from './support/child.ts'
import { runAlone, type Figure } from './support/figures.ts'
import { makeConnections, type Address } from './support/many-connections.ts'
import { startShared, type Shared } from './support/shared-database.ts'
import { shootEach } from './support/shots.ts'

/** A storm over 50 connections of Gong that share one OAuth client, and with it one allowance: a web and a worker process. */
const CONNECTIONS = 50
const EVENTS = 5_000
const SENDERS = 50
const WORDS = 500
const MOST_REQUESTS = 110

export async function sharedClient(): Promise<Figure[]> {
  const gongPort = await freePort()
  const gongUrl = `http://localhost:${gongPort}`
  await using shared = await startShared({ GONG_APP_URL: gongUrl })
  const children: Child[] = []
  const run = async (file: string, args: string[], env: Record<string, string>, until: RegExp) =>
    children.push(await startChild(file, args, { env, until }))
  try {
    await run('bench/support/light-gong.ts', [String(gongPort), String(WORDS)], {}, /is ready/)
    const addresses = await makeConnections(shared, CONNECTIONS, gongUrl, { shareClient: true })
    const port = await freePort()
    await run('bin/fastfollow.js', ['web'], { ...shared.env, PORT: String(port) }, /^FastFollow is ready/)
    await run('bin/fastfollow.js', ['worker'], shared.env, /worker is ready/)
    return [await measure(shared, addresses, port, gongUrl)]
  } finally {
    await Promise.all(children.map((child) => child.stop()))
  }
}

async function measure(shared: Shared, addresses: Address[], port: number, gongUrl: string): Promise<Figure> {
  const before = (await askedAt(gongUrl)).length
  const began = performance.now()
  const events = Array.from({ length: EVENTS }, (_, n) => ({
    ...addresses[n % addresses.length]!,
    callId: String(7_000_000_000_000_000_000n + BigInt(n)),
  }))
  const acknowledged = await shootEach(`http://127.0.0.1:${port}`, events, SENDERS)
  const drafted = await untilDrafted(shared)
  const tookS = (performance.now() - began) / 1000
  const asked = (await askedAt(gongUrl)).slice(before)
  const numbers = {
    requests: asked.length,
    mostInAnySecond: mostInAnySecond(asked),
    drafted,
    tookS,
    notTaken: acknowledged.errors,
    acknowledgedP50: acknowledged.p50,
    acknowledgedP99: acknowledged.p99,
  }
  return {
    program: 'shared-client',
    what: `storm of ${EVENTS} events over ${CONNECTIONS} connections of one OAuth client`,
    measured:
      `${asked.length} requests, at most ${numbers.mostInAnySecond} in a second, ${drafted} drafted, ${acknowledged.errors} not taken, ` +
      `${tookS.toFixed(0)} s, acknowledged p50 ${acknowledged.p50} p99 ${acknowledged.p99} ms`,
    bar: `≤ ${MOST_REQUESTS} requests, ≤ 3 in a second, all drafted, p50 ≤ 20 ms`,
    isMet:
      asked.length <= MOST_REQUESTS &&
      numbers.mostInAnySecond <= 3 &&
      drafted === EVENTS &&
      acknowledged.errors === 0 &&
      acknowledged.p50 <= 20,
    numbers,
  }
}

/** When Gong was asked, in its own milliseconds. */
async function askedAt(gongUrl: string): Promise<number[]> {
  return z.array(z.number()).parse(await (await fetch(`${gongUrl}/asked`)).json())
}

function mostInAnySecond(times: number[]): number {
  return Math.max(0, ...times.map((from, at) => times.slice(at).filter((time) => time < from + 1000).length))
}

async function untilDrafted({ pool }: Shared): Promise<number> {
  for (;;) {
    const { rows } = await pool.query<{ drafted: number; open: number }>(
      `select count(*) filter (where state = 'drafted')::int as drafted,
              count(*) filter (where state in ('expected', 'fetched'))::int as open from call`,
    )
    if (rows[0]?.open === 0) return rows[0].drafted
    await sleep(500)
  }
}

await runAlone(import.meta.url, sharedClient)
