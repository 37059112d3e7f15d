import { expect, test } from 'vitest'
import type { Backfill, Estimate } from '../../src/ingest/backfill/backfill-shapes.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { untilIdle } from '../support/until-idle.ts'
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
  await untilIdle(product)
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
  const { total, refused, requests } = product.gong.requests()
  const paths = requests.map(({ path, status }) => `${path} ${status}`).join(', ')
  expect(total - before, paths).toBeLessThanOrEqual(24)
  // The estimate is one more.
  expect(done.requests).toBeLessThanOrEqual(total - before - 1)
  expect(refused).toBe(0)
  const asked = requests
    .filter((request) => request.path.endsWith('/transcript'))
    .flatMap((request) => request.callIds)
  expect(new Set(asked).size).toBe(asked.length)
  expect(await product.calls('&state=review')).toEqual([])
})

test('a call that was young when an import or connecting first saw it, and old when its follow-up was written, is not to review', async () => {
  await using product = await startApp()
  await product.gong.reset()
  // Those of the last days are noted at connecting, the others come with the import.
  await product.gong.seed({ calls: 150, days: 20, seed: 7 })
  await product.connect()
  await untilIdle(product)
  await inState(product, await start(product), 'done')
  const before = new Set((await product.calls('&state=review')).map(({ id }) => id))
  product.clock.move(8 * DAY_MS)
  const done = await inState(product, await start(product, { writeFollowUps: true }), 'done')
  expect(done.drafted).toBeGreaterThan(50)
  const drafted = await product.calls('&state=drafted')
  expect(new Set(drafted.map(({ source }) => source))).toEqual(new Set(['backfill', 'reconcile']))
  expect((await product.calls('&state=review')).filter(({ id }) => !before.has(id))).toEqual([])
})

test('with follow-ups all are drafted, and those of old calls do not stand in the queue', async () => {
  await using product = await startWithHistory(150)
  const done = await inState(product, await start(product, { writeFollowUps: true }), 'done')
  expect(done.found).toBe(150)
  expect(done.drafted).toBe(done.fetched)
  expect(done.drafted).toBeGreaterThan(100)
  const drafted = await product.calls('&state=drafted')
  const weekAgo = product.clock.now().getTime() - 7 * DAY_MS
  const young = drafted
    .filter((call) => new Date(call.startedAt ?? 0).getTime() > weekAgo)
    .map((call) => call.id)
  expect(young.length).toBeGreaterThan(0)
  expect(young.length).toBeLessThan(drafted.length)
  const queue = await product.api<{ items: { callId: string }[]; toReview: number }>(
    'GET',
    '/api/follow-ups?status=draft&limit=200',
  )
  expect(queue.items.map((item) => item.callId).sort()).toEqual(young.sort())
  expect(queue.toReview).toBe(young.length)
  expect((await product.calls('&state=review')).map((call) => call.id).sort()).toEqual(young.sort())
})

test('calls that are here already cost no request for their transcript, and are neither read nor written again', async () => {
  await using product = await startWithHistory(150)
  const first = await inState(product, await start(product), 'done')
  const before = product.gong.requests().requests.length
  const second = await inState(product, await start(product), 'done')
  expect(second).toMatchObject({ found: 150, fetched: first.fetched, skipped: first.skipped, failed: 0 })
  const asked = product.gong.requests().requests.slice(before)
  expect(asked.filter((request) => request.path.endsWith('/transcript'))).toEqual([])

  const third = await inState(product, await start(product, { writeFollowUps: true }), 'done')
  expect(third.drafted).toBe(first.fetched)
  const askedThen = product.gong.requests().requests.slice(before)
  expect(askedThen.filter((request) => request.path.endsWith('/transcript'))).toEqual([])
})

test('a call that a live event announces during an import is drafted, and gets its follow-up', async () => {
  await using product = await startWithHistory(600)
  const run = await start(product)
  await until('the import to have found something', async () => (await read(product, run)).found > 0)
  const id = await product.gong.finishCall()
  const call = await product.callIn(id, 'drafted')
  expect(call.source).toBe('event')
  const done = await inState(product, run, 'done')
  expect(done.found).toBeGreaterThanOrEqual(600)
})

test('a paused import asks nothing more of Gong, and goes on from there', async () => {
  await using product = await startWithHistory(1_000)
  const run = await start(product)
  await until('the import to have fetched something', async () => (await read(product, run)).fetched > 0)
  await product.api('POST', `/api/backfills/${run.id}/pause`)
  // What had left is let finish; a look at the clock a window of the allowance later shows whether anything else leaves.
  const settled = await until('the requests under way to be answered', async () => {
    const { requests } = product.gong.requests()
    const last = requests.at(-1)
    return (
      requests.every((request) => request.tookMs !== null) &&
      last &&
      performance.now() - last.atMs > 1_500 &&
      requests.length
    )
  })
  await product.app.sweepNow()
  expect(product.gong.requests().requests.length).toBe(settled)
  const paused = await read(product, run)
  expect(paused).toMatchObject({ state: 'paused', endsAt: null })
  expect(paused.found).toBeLessThan(1_000)
  await product.api('POST', `/api/backfills/${run.id}/resume`)
  const done = await inState(product, run, 'done')
  expect(done).toMatchObject({ found: 1_000, waiting: 0, failed: 0 })
})

test('a cancelled import keeps what it read, and leaves the rest without a follow-up until somebody asks', async () => {
  await using product = await startWithHistory(1_000)
  const run = await start(product)
  await until('the import to have fetched something', async () => (await read(product, run)).fetched > 0)
  const cancelled = await product.api<Backfill>('POST', `/api/backfills/${run.id}/cancel`)
  expect(cancelled.state).toBe('cancelled')
  expect((await product.ask('POST', `/api/backfills/${run.id}/resume`)).status).toBe(409)
  await until('nothing to be waiting', async () => (await read(product, run)).waiting === 0)
  const left = (await product.calls('&state=skipped')).find(
    (call) => call.reason === 'not_wanted' && call.timings.fetchedAt === null,
  )
  if (left) {
    await product.api('POST', `/api/calls/${left.id}/retry`)
    await product.callIn(left.gongCallId, 'drafted')
  }
})

test('a restart in the middle goes on where it was', async () => {
  await using product = await startWithHistory(1_000)
  const run = await start(product)
  await until('the import to have fetched something', async () => (await read(product, run)).fetched > 0)
  await product.restart()
  const done = await inState(product, run, 'done')
  expect(done).toMatchObject({ found: 1_000, waiting: 0, failed: 0 })
  const { refused } = product.gong.requests()
  expect(refused).toBe(0)
})

test('cursors that die at once, and answers that fail, cost time and no calls', async () => {
  await using product = await startWithHistory(700)
  await product.gong.faults({ cursorLifeS: 0, serverErrors: 0.1 })
  const done = await inState(product, await start(product), 'done')
  expect(done).toMatchObject({ found: 700, failed: 0, waiting: 0 })
})

test('imports wait for each other, and for their hours', async () => {
  await using product = await startWithHistory(300)
  const hour = product.clock.now().getUTCHours()
  const at = (hours: number): string => `${String((hour + hours) % 24).padStart(2, '0')}:00`
  const later = await start(product, { when: { from: at(3), to: at(5), timeZone: 'UTC' } })
  expect(later).toMatchObject({ state: 'scheduled', waitsFor: 'off_hours' })
  const first = await start(product)
  const second = await start(product)
  expect(first.state).toBe('running')
  expect(second).toMatchObject({ state: 'scheduled', waitsFor: 'turn' })
  await inState(product, first, 'done')
  await inState(product, second, 'done')
  expect((await read(product, later)).state).toBe('scheduled')
  product.clock.move(new Date(later.waitUntil!).getTime() - product.clock.now().getTime())
  await inState(product, later, 'done')
  const { items } = await product.api<{ items: Backfill[] }>('GET', '/api/backfills')
  expect(items.map((item) => item.id)).toEqual([second.id, first.id, later.id])
})

test('history leaves a fifth of the day to live calls, says until when it waits, and goes on then', async () => {
  await using product = await startWithHistory(1_000, { env: { GONG_RATE_PER_DAY: '20' } })
  const run = await start(product)
  const waiting = await until('the import to wait for its quota', async () => {
    const now = await read(product, run)
    return now.waitsFor === 'daily_quota' && now
  })
  expect(new Date(waiting.waitUntil!).getTime()).toBeGreaterThan(product.clock.now().getTime())
  expect(waiting.found).toBeLessThan(1_000)
  const id = await product.gong.finishCall()
  await product.callIn(id, 'drafted')
})

test('only admins see imports, and a range without an end or a beginning is everything', async () => {
  await using product = await startWithHistory(120)
  expect((await product.ask('GET', '/api/backfills', { key: null })).status).toBe(401)
  expect((await product.ask('GET', '/api/backfills/nothing')).status).toBe(404)
  const everything = await product.api<Estimate>('POST', '/api/backfills/estimate', {})
  expect(everything.calls).toBe(120)
  const wrong = await product.ask('POST', '/api/backfills', {
    body: { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
  })
  expect(wrong.status).toBe(400)
})

test('a call noted at connecting is imported with its people, and a private one is never read', async () => {
  await using product = await startApp()
  await product.gong.reset()
  const people = [
    { name: 'Anna Berg', emailAddress: 'anna@lumen.example', affiliation: 'Internal' },
    { name: 'Maya Lindqvist', emailAddress: 'maya@northwind.example', affiliation: 'External' },
  ] as const
  const transcript = [{ speaker: 'Anna Berg', text: 'I will send you the security sheet by Thursday.' }]
  // One by one: calls that are finished together are changed together.
  for (let n = 0; n < 3; n++)
    await product.gong.finishCall({ notify: false, parties: [...people], transcript })
  await product.connect()
  await untilIdle(product)
  const noted = await product.calls('&state=skipped')
  expect(noted.length).toBe(3)
  const isPrivate = noted[0]!.gongCallId
  await product.gong.control.changeCall(isPrivate, { isPrivate: true })
  await inState(product, await start(product, { writeFollowUps: true }), 'done')
  const kept = await until('the others to be drafted', async () => {
    const drafted = await product.calls('&state=drafted')
    return drafted.length === 2 && drafted
  })
  for (const { gongCallId } of kept) {
    const { parties, followUp } = await product.callIn(gongCallId, 'drafted')
    expect(parties.some((party) => party.side === 'theirs')).toBe(true)
    expect(followUp).not.toBeNull()
  }
  expect(await product.callIn(isPrivate, 'skipped')).toMatchObject({ reason: 'private', transcript: [] })
  const asked = product.gong.requests().requests.filter(({ path }) => path.endsWith('/transcript'))
  expect(asked.flatMap(({ callIds }) => callIds ?? [])).not.toContain(isPrivate)
})
