import { setTimeout as sleep } from 'node:timers/promises'
import { runAlone, type Figure } from './support/figures.ts'
import { startProduct, type Product } from './support/product.ts'
import { shootEach, type Shot } from './support/shots.ts'

/**
 * Many calls that end together, each announced by an event of its own. The events come from a process that does nothing
 * else, over 50 connections: the simulator, which also answers the API, would measure how busy it is itself (three
 * quarters of what it saw).
 */
const CONNECTIONS = 50
const CASES = [
  { events: 500, requests: 16 },
  { events: 5_000, requests: 110 },
]

export async function storm(): Promise<Figure[]> {
  const only = process.env['BENCH_ONLY']?.split(',').map(Number)
  const figures: Figure[] = []
  for (const [index, each] of CASES.entries())
    if (!only || only.includes(index)) figures.push(await measure(each))
  return figures
}

async function measure({ events, requests: most }: (typeof CASES)[number]): Promise<Figure> {
  await using product = await startProduct()
  const before = await product.requests()
  const began = performance.now()
  const { ids } = await product.gong<{ ids: string[] }>('POST', '/calls', { count: events, notify: false })
  const acknowledged = await announce(product, ids)
  const states = await untilAllEnded(product, events)
  const tookS = (performance.now() - began) / 1000
  const report = await product.requests()
  const api = report.requests.slice(before.requests.length).filter((request) => request.kind === 'api')
  const refused = report.refused - before.refused
  const numbers = {
    requests: api.length,
    refused,
    tookS,
    drafted: states['drafted'] ?? 0,
    skipped: states['skipped'] ?? 0,
    failed: states['failed'] ?? 0,
    notTaken: acknowledged.errors,
    acknowledgedP50: acknowledged.p50,
    acknowledgedP99: acknowledged.p99,
  }
  return {
    program: 'storm',
    what: `storm of ${events} events`,
    measured:
      `${api.length} requests, ${numbers.drafted} drafted, ${numbers.skipped} skipped by a rule, ${numbers.failed} failed, ${refused} refused, ` +
      `${tookS.toFixed(1)} s, acknowledged p50 ${numbers.acknowledgedP50.toFixed(0)} ms p99 ${numbers.acknowledgedP99.toFixed(0)} ms`,
    bar: `≤ ${most} requests, all at their end, 0 refused, p50 ≤ 20 ms`,
    isMet:
      api.length <= most &&
      refused === 0 &&
      acknowledged.errors === 0 &&
      numbers.drafted + numbers.skipped === events &&
      numbers.acknowledgedP50 <= 20,
    numbers,
  }
}

async function announce(product: Product, ids: string[]): Promise<Shot> {
  const { url: address, token } = await product.subscription()
  const { origin, pathname: path } = new URL(address.replace('localhost', '127.0.0.1'))
  return shootEach(
    origin,
    ids.map((callId) => ({ path, token, callId })),
    CONNECTIONS,
  )
}

/** Counts by state, once nothing is on its way any more. */
async function untilAllEnded(product: Product, events: number): Promise<Record<string, number>> {
  for (;;) {
    const states = await countStates(product)
    const total = Object.values(states).reduce((sum, count) => sum + count, 0)
    if (total === events && !states['expected'] && !states['fetched'] && !states['held']) return states
    await sleep(250)
  }
}

async function countStates(product: Product): Promise<Record<string, number>> {
  const rows = await product.query('select state, count(*)::int as count from call group by state')
  return Object.fromEntries(rows.map((row) => [String(row['state']), Number(row['count'])]))
}

await runAlone(import.meta.url, storm)
