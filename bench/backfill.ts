import { setTimeout as sleep } from 'node:timers/promises'
import type { Backfill, Estimate } from '../src/ingest/backfill/backfill-shapes.ts'
import { runAlone, type Figure } from './support/figures.ts'
import { startProduct, type Product } from './support/product.ts'

/**
 * Imports of history without follow-ups, against the floor: all requests, three a second. The estimate is one of them.
 * Also how honest the announced end is, once a tenth is done.
 */
const CASES = [
  { calls: 1_000, latencyMs: 0, most: 1.15, requests: 24 },
  { calls: 1_000, latencyMs: 250, most: 1.15, requests: 24 },
  { calls: 1_000, latencyMs: 1_000, most: 1.3, requests: 24 },
  { calls: 10_000, latencyMs: 250, most: 1.08, requests: null },
]

export async function backfill(): Promise<Figure[]> {
  const only = process.env['BENCH_ONLY']?.split(',').map(Number)
  const figures: Figure[] = []
  for (const [index, each] of CASES.entries())
    if (!only || only.includes(index)) figures.push(...(await measure(each)))
  return figures
}

async function measure({
  calls,
  latencyMs,
  most,
  requests: mostRequests,
}: (typeof CASES)[number]): Promise<Figure[]> {
  await using product = await startProduct({ history: calls, latencyMs })
  const before = (await product.requests()).total
  const now = Date.now()
  const range = { from: new Date(now - 100 * 86_400_000).toISOString(), to: new Date(now).toISOString() }
  await product.api<Estimate>('POST', '/api/backfills/estimate', range)
  const { done, endError } = await runToEnd(product, range)

  const report = await product.requests()
  const api = report.requests.filter((request) => request.kind === 'api').slice(before)
  const spanS = ((api.at(-1)?.atMs ?? 0) - (api[0]?.atMs ?? 0)) / 1000
  const floorS = api.length / 3
  const ratio = spanS / floorS
  const what = `backfill of ${calls} calls, Gong answers in ${latencyMs} ms`
  const numbers = {
    requests: api.length,
    spanS,
    floorS,
    ratio,
    refused: report.refused,
    mostInAnySecond: report.mostInAnySecond,
    found: done.found,
    endError,
  }
  const isWhole = done.found === calls && report.refused === 0 && report.mostInAnySecond <= 3
  return [
    {
      program: 'backfill',
      what,
      measured: `${api.length} requests, ${spanS.toFixed(1)} s = ${ratio.toFixed(2)} × floor, ${report.refused} refused`,
      bar: `${mostRequests === null ? '' : `≤ ${mostRequests} requests, `}≤ ${most} × floor, 0 refused`,
      isMet: isWhole && ratio <= most && (mostRequests === null || api.length <= mostRequests),
      numbers,
    },
    {
      program: 'backfill',
      what: `${what}: announced end, worst after a tenth`,
      measured: `${(endError * 100).toFixed(0)} % wrong`,
      bar: '≤ 20 %',
      isMet: endError <= 0.2,
      numbers: { endError },
    },
  ]
}

/** Looks twice a second; the error is a share of the whole run. */
async function runToEnd(product: Product, range: object): Promise<{ done: Backfill; endError: number }> {
  const began = Date.now()
  const { id } = await product.api<Backfill>('POST', '/api/backfills', { ...range, when: 'now' })
  const announced: number[] = []
  for (;;) {
    const run = await product.api<Backfill>('GET', `/api/backfills/${id}`)
    const isPastTenth = run.total !== null && run.fetched + run.skipped >= run.total / 10
    if (run.state === 'running' && isPastTenth && run.endsAt) announced.push(Date.parse(run.endsAt))
    if (run.state === 'done') {
      const end = Date.parse(run.endedAt ?? '')
      return {
        done: run,
        endError: Math.max(0, ...announced.map((at) => Math.abs(at - end))) / (end - began),
      }
    }
    if (run.state !== 'running' && run.state !== 'scheduled')
      throw new Error(`the backfill is ${run.state}: ${run.problem}`)
    await sleep(500)
  }
}

await runAlone(import.meta.url, backfill)
