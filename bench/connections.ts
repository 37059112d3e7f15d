import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../test/support/free-port.ts'
import { startChild, type Child } from './support/child.ts'
import { signedEvent } from './support/events.ts'
import { percentile, runAlone, type Figure } from './support/figures.ts'
import { makeConnections, type Address } from './support/many-connections.ts'
import { startShared, type Shared } from './support/shared-database.ts'

/** 1,000 connections, each with its own client, 200 events a second, two `web` and two `worker` processes on one Postgres. */
const CONNECTIONS = 1_000
const EVENTS_A_SECOND = Number(process.env['BENCH_EVENTS'] ?? 200)
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 120)
const LONGEST_REST_S = 150
const WORDS = 500

export async function connections(): Promise<Figure[]> {
  const gongPort = await freePort()
  const gongUrl = `http://localhost:${gongPort}`
  await using shared = await startShared({ GONG_APP_URL: gongUrl })
  const children: Child[] = [
    await startChild('bench/support/light-gong.ts', [String(gongPort), String(WORDS)], {
      env: {},
      until: /is ready/,
    }),
  ]
  try {
    const addresses = await makeConnections(shared, CONNECTIONS, gongUrl)
    const ports = [await freePort(), await freePort()]
    for (const port of ports) {
      const env = { ...shared.env, PORT: String(port) }
      children.push(await startChild('bin/fastfollow.js', ['web'], { env, until: /^FastFollow is ready/ }))
    }
    for (let n = 0; n < 2; n++)
      children.push(
        await startChild('bin/fastfollow.js', ['worker'], { env: shared.env, until: /worker is ready/ }),
      )
    return [await measure(shared, addresses, ports)]
  } finally {
    await Promise.all(children.map((child) => child.stop()))
  }
}

async function measure(shared: Shared, addresses: Address[], ports: number[]): Promise<Figure> {
  const began = performance.now()
  const ages: number[] = []
  const watching = new AbortController()
  const watched = watchAge(shared, watching.signal, ages)
  const { times, refused } = await sendEvents(addresses, ports)
  watching.abort()
  await watched
  const draftedMeanwhile = await drafted(shared)
  const sendingS = (performance.now() - began) / 1000
  const restBegan = performance.now()
  while ((await drafted(shared)) < times.length && performance.now() - restBegan < LONGEST_REST_S * 1000)
    await sleep(500)
  const all = await drafted(shared)
  const totalS = (performance.now() - began) / 1000
  const numbers = {
    eventsPerSecond: times.length / sendingS,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    refused,
    oldestDueS: Math.max(...ages),
    draftsPerSecondMeanwhile: draftedMeanwhile / sendingS,
    draftsPerSecond: all / totalS,
    left: times.length - all,
  }
  return {
    program: 'connections',
    what: `${CONNECTIONS} connections, ${EVENTS_A_SECOND} events a second for ${SECONDS} s, 4 processes`,
    measured:
      `${numbers.eventsPerSecond.toFixed(0)} events/s taken, acknowledged p50 ${numbers.p50.toFixed(0)} p99 ${numbers.p99.toFixed(0)} ms, ${refused} refused; ` +
      `oldest due call ${numbers.oldestDueS.toFixed(0)} s; ${numbers.draftsPerSecond.toFixed(0)} drafts/s, ${numbers.left} left after ${totalS.toFixed(0)} s`,
    bar: null,
    isMet: null,
    numbers,
  }
}

/** At an even pace whatever the answers take, as Gong would. */
async function sendEvents(
  addresses: Address[],
  ports: number[],
): Promise<{ times: number[]; refused: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 })
  const times: number[] = []
  let refused = 0
  const answers: Promise<void>[] = []
  const send = async (url: string, event: ReturnType<typeof signedEvent>): Promise<void> => {
    const sentAt = performance.now()
    if ((await post(url, event, agent)) === 202) times.push(performance.now() - sentAt)
    else refused++
  }
  const began = performance.now()
  for (let n = 0; n < EVENTS_A_SECOND * SECONDS; n++) {
    const ahead = (n / EVENTS_A_SECOND) * 1000 - (performance.now() - began)
    if (ahead > 1) await sleep(ahead)
    const { path, token } = addresses[(n * 7) % addresses.length]!
    const event = signedEvent(token, String(7_000_000_000_000_000_000n + BigInt(n)))
    answers.push(send(`http://127.0.0.1:${ports[n % ports.length]}${path}`, event))
  }
  await Promise.all(answers)
  agent.destroy()
  return { times, refused }
}

/** Answers the status; 0 where the connection broke. */
function post(url: string, { headers, body }: ReturnType<typeof signedEvent>, agent: Agent): Promise<number> {
  return new Promise((resolve) => {
    const sending = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
      },
    )
    sending.on('error', () => resolve(0))
    sending.end(body)
  })
}

async function watchAge(shared: Shared, signal: AbortSignal, ages: number[]): Promise<void> {
  while (!signal.aborted) {
    ages.push(await oldestDueS(shared))
    await sleep(1_000)
  }
}

async function oldestDueS({ pool }: Shared): Promise<number> {
  const { rows } = await pool.query<{ age: number | null }>(
    `select extract(epoch from now() - min(due_at))::float8 as age from call where due_at <= now()`,
  )
  return rows[0]?.age ?? 0
}

async function drafted({ pool }: Shared): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from call where state = 'drafted'`,
  )
  return rows[0]?.count ?? 0
}

await runAlone(import.meta.url, connections)
