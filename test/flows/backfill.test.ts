import { expect, test } from 'vitest'
import type { Backfill, Estimate } from '../../src/ingest/backfill/backfill-shapes.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { until } from '../support/until.ts'

const DAY_MS = 86_400_000

/** A connected product whose own first requests (list, users) are over, with a history at Gong. */
async function startWithHistory(
  calls: number,
  options: Parameters<typeof startApp>[0] = {},
): Promise<TestApp> {
  const product = await startApp(options)
  await product.gong.reset()
  await product.connect()
  await until('the first comparison of lists', async () => (await product.connection()).listReadAt)
  await until('the users to be read', async () => (await product.connection()).connectedUser)
  await product.gong.seed({ calls, days: 90, seed: 7 })
  return product
}

/** All of the seeded days, and none of the last two: those are the reconciliation's. */
function range(product: TestApp): { from: string; to: string } {
  const now = product.clock.now().getTime()
  return { from: new Date(now - 100 * DAY_MS).toISOString(), to: new Date(now).toISOString() }
}

function start(product: TestApp, more: object = {}): Promise<Backfill> {
  return product.api<Backfill>('POST', '/api/backfills', { ...range(product), when: 'now', ...more })
}

function read(product: TestApp, { id }: { id: string }): Promise<Backfill> {
  return product.api<Backfill>('GET', `/api/backfills/${id}`)
}

function inState(product: TestApp, run: Backfill, state: Backfill['state']): Promise<Backfill> {
  return until(`the import to be ${state}`, async () => {
    const now = await read(product, run)
    return now.state === state && now
  })
}

test('1,000 calls cost at most 24 requests, the estimate among them, and none is refused', async () => {
  await using product = await startWithHistory(1_000)
  const before = product.gong.requests().total
  const estimate = await product.api<Estimate>('POST', '/api/backfills/estimate', range(product))
  expect(estimate).toMatchObject({ calls: 1_000, writing: null })
  expect(estimate.requests).toBeLessThanOrEqual(23)

  const run = await start(product)
  const done = await inState(product, run, 'done')

  expect(done).toMatchObject({ total: 1_000, found: 1_000, drafted: 0, waiting: 0, held: 0, failed: 0 })
  expect(done.fetched + done.skipped).toBe(1_000)
  const { total, refused, mostInAnySecond, requests } = product.gong.requests()
  expect(total - before).toBeLessThanOrEqual(24)
  expect(done.requests).toBe(total - before - 1)
  expect(refused).toBe(0)
  expect(mostInAnySecond).toBeLessThanOrEqual(3)
  const asked = requests
    .filter((request) => request.path.endsWith('/transcript'))
    .flatMap((request) => request.callIds)
  expect(new Set(asked).size).toBe(asked.length)
  expect(await product.calls('&state=review')).toEqual([])
})
