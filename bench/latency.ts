import { setTimeout as sleep } from 'node:timers/promises'
import type { Backfill } from '../src/ingest/backfill/backfill-shapes.ts'
import type { CallList } from '../src/ingest/call-shapes.ts'
import { percentile, runAlone, type Figure } from './support/figures.ts'
import { startProduct, type Product } from './support/product.ts'

/** From a webhook's arrival to the follow-up that is ready: calls one by one, alone and while history is imported. */
const CALLS = 100
const CALLS_DURING_IMPORT = 15
const HISTORY = 9_000
const GONG_LATENCY_MS = 250

export async function latency(): Promise<Figure[]> {
  return [await alone(), await duringImport()]
}

async function alone(): Promise<Figure> {
  await using product = await startProduct()
  const times = await oneByOne(product, CALLS)
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)]
  return {
    program: 'latency',
    what: `webhook to draft, ${CALLS} calls one by one`,
    measured: `median ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
    bar: 'median ≤ 1 s, p99 ≤ 3 s',
    isMet: p50 <= 1_000 && p99 <= 3_000,
    numbers: { p50, p99 },
  }
}

async function duringImport(): Promise<Figure> {
  await using product = await startProduct({ history: HISTORY, latencyMs: GONG_LATENCY_MS })
  const without = await oneByOne(product, CALLS_DURING_IMPORT)
  const now = Date.now()
  const range = {
    from: new Date(now - 100 * 86_400_000).toISOString(),
    to: new Date(now - 86_400_000).toISOString(),
  }
  const { id } = await product.api<Backfill>('POST', '/api/backfills', { ...range, when: 'now' })
  await sleep(3_000)
  const during = await oneByOne(product, CALLS_DURING_IMPORT)
  const { state } = await product.api<Backfill>('GET', `/api/backfills/${id}`)
  const [p50, p50During, worst, worstDuring] = [
    percentile(without, 0.5),
    percentile(during, 0.5),
    Math.max(...without),
    Math.max(...during),
  ]
  const isWhole = state === 'running'
  return {
    program: 'latency',
    what: 'live call during an import, later than without',
    measured:
      `median ${p50During.toFixed(0)} against ${p50.toFixed(0)} ms, worst ${worstDuring.toFixed(0)} against ${worst.toFixed(0)} ms` +
      (isWhole ? '' : ' (the import was over before)'),
    bar: '≤ 2 s later',
    isMet: isWhole && p50During - p50 <= 2_000 && worstDuring - worst <= 2_000,
    numbers: { p50, p50During, worst, worstDuring },
  }
}

async function oneByOne(product: Product, count: number): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < count; n++) {
    // Each from the same written call, so that every one is drafted.
    const { ids } = await product.gong<{ ids: string[] }>('POST', '/calls', { script: 'northwind-discovery' })
    times.push(await drafted(product, ids[0] ?? ''))
  }
  return times
}

/** By the product's own stamps, on one machine's clock: from the event's arrival to the stored follow-up. */
async function drafted(product: Product, gongCallId: string): Promise<number> {
  for (;;) {
    const { items } = await product.api<CallList>('GET', '/api/calls?state=drafted&limit=200')
    const call = items.find((each) => each.gongCallId === gongCallId)
    if (call?.timings.oursMs !== null && call?.timings.oursMs !== undefined) return call.timings.oursMs
    await sleep(50)
  }
}

await runAlone(import.meta.url, latency)
