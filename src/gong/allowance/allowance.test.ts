import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TakerOrders } from '../../../test/support/allowance-taker.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { startFakeServer, type FakeServer } from '../../../test/support/fake-server.ts'
import { newId } from '../../db/id.ts'
import { GongError } from '../errors.ts'
import { createAllowance } from './allowance.ts'
import { LEAST_GUARD_MS } from './slots.ts'

const rate = { perSecond: 3, perDay: 10_000 }
const log = pino({ level: 'silent' })
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('three processes together never send a fourth request in any second', { timeout: 60_000 }, async () => {
  await using gong = await startFakeServer((_, response) => response.end())
  const orders = { ...someOrders(gong), jitterMs: 40, forMs: 6_000 }
  await Promise.all([takers(orders), takers(orders), takers(orders)])
  const arrivals = asked(gong)
  expect(mostInAnySecond(arrivals)).toBeLessThanOrEqual(3)
  // A busy machine misses slots, so how many it sends is for the benchmarks to say; but it does go on.
  expect(arrivals.length).toBeGreaterThan(6)
})

test('a process that dies with a slot costs that slot and no more', { timeout: 60_000 }, async () => {
  await using gong = await startFakeServer((_, response) => response.end())
  const orders = { ...someOrders(gong), forMs: 60_000 }
  const victim = spawnTaker(orders)
  const others = takers({ ...orders, forMs: 4_000 })
  await gongWasAsked(gong, 4)
  victim.kill('SIGKILL')
  await others
  const arrivals = asked(gong)
  expect(mostInAnySecond(arrivals)).toBeLessThanOrEqual(3)
  const gaps = arrivals.slice(1).map((at, i) => at - arrivals[i]!)
  // Its four loops may each have had one slot: two windows with nothing in them at most.
  expect(Math.max(...gaps)).toBeLessThan(3_500)
})

test('what is sent late counts from when it was sent, as with a new connection', async () => {
  const key = newId()
  const gong = allowance()
  const departures = [
    await gong.take(key, 'live'),
    await gong.take(key, 'live'),
    await gong.take(key, 'live'),
  ]
  await sleep(400)
  for (const departure of departures) departure.sent()
  const sentAt = performance.now()
  // A second and the network's jitter: it may also arrive later than one that follows it.
  expect((await takenAt(gong, key)) - sentAt).toBeGreaterThanOrEqual(1040)
})

test('a pause holds those too who had a slot already, in this process and in another', async () => {
  const key = newId()
  const [mine, other] = [allowance(), allowance()]
  await takeThree(mine, key)
  const waiting = [mine.take(key, 'live'), other.take(key, 'live', { maxWaitMs: 2_000 })]
  const outcomes = Promise.allSettled(waiting)
  await slotsTaken(key, 5)
  await mine.pause(key, 60_000)
  for (const outcome of await outcomes)
    expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'rate_limited' } })
  await expect(other.take(key, 'live')).rejects.toSatisfy(
    (error: GongError) => error.kind === 'rate_limited' && error.waitMs! > 55_000 && error.waitMs! <= 60_000,
  )
})

test('a shorter pause does not cut a longer one, and none lasts more than a day', async () => {
  const key = newId()
  const gong = allowance()
  await gong.pause(key, 20 * 60_000)
  await gong.pause(key, 1_000)
  expect(await waitAtGate(key)).toBeGreaterThan(19 * 60_000)
  await gong.pause(key, 1e12)
  expect(await waitAtGate(key)).toBeLessThanOrEqual(24 * 3_600_000)
})

test('who would wait too long is told how long, and takes no slot', async () => {
  const key = newId()
  const gong = allowance()
  await takeThree(gong, key)
  await expect(gong.take(key, 'live', { maxWaitMs: 100 })).rejects.toMatchObject({
    kind: 'rate_limited',
    waitMs: expect.any(Number),
  })
  expect(await slotCount(key)).toBe(3)
})

test('a wait that is given up ends at once', async () => {
  const key = newId()
  const gong = allowance()
  await takeThree(gong, key)
  const stop = new AbortController()
  const waiting = gong.take(key, 'live', { signal: stop.signal })
  const outcome = expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  await slotsTaken(key, 4)
  stop.abort()
  await outcome
})

test('a clock set back by an hour neither stops the requests nor lets a fourth through', async () => {
  const key = newId()
  const gong = allowance()
  await takeThree(gong, key)
  await sql`update allowance set slots = array(select s + interval '1 hour' from unnest(slots) s),
    backfill_waits_until = clock_timestamp() + interval '1 hour' where key = ${key}`.execute(database.db)
  const wait = await waitAtGate(key)
  expect(wait).toBeGreaterThan(900)
  expect(wait).toBeLessThan(1_200)
  await gong.take(key, 'backfill')
})

test('a pause lasts as long as Gong asked for, also when the clock is set back meanwhile', async () => {
  const key = newId()
  await allowance().pause(key, 10 * 60_000)
  await sql`update allowance set paused_from = paused_from + interval '5 hours',
    paused_until = paused_until + interval '5 hours' where key = ${key}`.execute(database.db)
  const wait = await waitAtGate(key)
  expect(wait).toBeGreaterThan(9 * 60_000)
  expect(wait).toBeLessThanOrEqual(10 * 60_000)
})

test('the clock of the database set forward does not let one process send a fourth', async () => {
  const key = newId()
  const gong = allowance()
  const left = [await takenAt(gong, key), await takenAt(gong, key), await takenAt(gong, key)]
  await sql`update allowance set slots = array(select s - interval '1 hour' from unnest(slots) s) where key = ${key}`.execute(
    database.db,
  )
  left.push(await takenAt(gong, key))
  expect(left[3]! - left[0]!).toBeGreaterThanOrEqual(1_000)
})

test('a fifth of the day is left to live calls, and the spent day comes back hour by hour', async () => {
  const key = newId()
  const gong = createAllowance({ db: database.db, rate: { perSecond: 100, perDay: 10 }, log })
  for (let i = 0; i < 8; i++) await gong.take(key, 'backfill')
  await expect(gong.take(key, 'backfill')).rejects.toMatchObject({ kind: 'daily_quota' })
  await expect(gong.take(key, 'reconcile')).rejects.toMatchObject({ kind: 'daily_quota' })
  await gong.take(key, 'live')
  await gong.take(key, 'live')
  await expect(gong.take(key, 'live')).rejects.toMatchObject({ kind: 'daily_quota' })
  expect(await gong.state(key)).toMatchObject({ usedToday: 10, perDay: 10 })
  await sql`update allowance_hour set hour = hour - interval '24 hours' where key = ${key}`.execute(
    database.db,
  )
  const error: unknown = await gong.take(key, 'live').catch((reason: unknown) => reason)
  expect(error).toMatchObject({ kind: 'daily_quota' })
  expect(error instanceof GongError && error.waitMs! <= 3_600_000).toBe(true)
  await sql`update allowance_hour set hour = hour - interval '1 hour' where key = ${key}`.execute(database.db)
  await gong.take(key, 'backfill')
  expect(await gong.state(key)).toMatchObject({ usedToday: 1 })
})

test('of a backfill one request waits for a slot at most, so that a live call is not behind the others', async () => {
  const key = newId()
  const gongs = [allowance(), allowance()]
  await takeThree(gongs[0]!, key)
  const order: string[] = []
  const backfill = Array.from({ length: 8 }, (_, i) =>
    gongs[i % 2]!.take(key, 'backfill', { of: String(i), maxWaitMs: 10_000 }).then(() =>
      order.push('backfill'),
    ),
  )
  await slotsTaken(key, 4)
  await Promise.all([gongs[0]!.take(key, 'live').then(() => order.push('live')), ...backfill])
  // The one that waited goes first; of the next second's two other slots a quick one may come before it, too.
  expect(order.indexOf('live')).toBeLessThanOrEqual(3)
})

test('those who share a client take turns: one request of the second is not behind eight of the first', async () => {
  const key = newId()
  const gong = allowance()
  await takeThree(gong, key)
  const order: string[] = []
  const take = (of: string) => gong.take(key, 'live', { of, maxWaitMs: 10_000 }).then(() => order.push(of))
  const busy = Array.from({ length: 8 }, () => take('busy'))
  await Promise.all([...busy, take('small')])
  expect(order.indexOf('small')).toBeLessThanOrEqual(6)
})

test('the guard grows once for refusals that came together, and shrinks with answers', async () => {
  const key = newId()
  const gong = allowance()
  await gong.take(key, 'live')
  await Promise.all([gong.refused(key), gong.refused(key), gong.refused(key)])
  expect((await gong.state(key)).guardMs).toBe(LEAST_GUARD_MS * 2)
  gong.answered(key)
  await expect.poll(async () => (await gong.state(key)).guardMs).toBeLessThan(LEAST_GUARD_MS * 2)
  for (let i = 0; i < 80; i++) gong.answered(key)
  await expect.poll(async () => (await gong.state(key)).guardMs).toBe(LEAST_GUARD_MS)
})

test('health sees what is used, and how long Gong asked us to wait', async () => {
  const key = newId()
  const gong = allowance()
  expect(await gong.state(key)).toEqual({
    usedThisSecond: 0,
    perSecond: 3,
    usedToday: 0,
    perDay: 10_000,
    pausedUntil: null,
    guardMs: LEAST_GUARD_MS,
  })
  await gong.take(key, 'live')
  await gong.pause(key, 60_000)
  expect(await gong.state(key)).toMatchObject({ usedToday: 1, pausedUntil: expect.any(Date) })
})

function allowance() {
  return createAllowance({ db: database.db, rate, log })
}

async function takeThree(gong: ReturnType<typeof allowance>, key: string): Promise<void> {
  for (let i = 0; i < 3; i++) await gong.take(key, 'live')
}

async function takenAt(gong: ReturnType<typeof allowance>, key: string): Promise<number> {
  await gong.take(key, 'live')
  return performance.now()
}

/** How long the next request would have to wait; takes nothing. */
async function waitAtGate(key: string): Promise<number> {
  const { rows } = await sql<{ wait_ms: number }>`
    select wait_ms from allowance_take(${key}, 'live', 3, 10000, 0, 0, ${LEAST_GUARD_MS}, false)`.execute(
    database.db,
  )
  return rows[0]!.wait_ms
}

async function slotCount(key: string): Promise<number> {
  const { rows } = await sql<{ used: number }>`
    select coalesce(sum(used), 0)::int as used from allowance_hour where key = ${key}`.execute(database.db)
  return rows[0]!.used
}

function slotsTaken(key: string, count: number) {
  return expect.poll(() => slotCount(key), { interval: 5 }).toBeGreaterThanOrEqual(count)
}

function someOrders(gong: FakeServer): TakerOrders {
  return {
    databaseUrl: database.url,
    gongUrl: gong.url,
    key: newId(),
    loops: 4,
    lane: 'live',
    rate,
    jitterMs: 0,
    forMs: 0,
  }
}

function spawnTaker(orders: TakerOrders) {
  const program = new URL('../../../test/support/allowance-taker.ts', import.meta.url).pathname
  return spawn(process.execPath, [program, JSON.stringify(orders)], { stdio: 'inherit' })
}

async function takers(orders: TakerOrders): Promise<void> {
  const [code]: unknown[] = await once(spawnTaker(orders), 'exit')
  expect(code).toBe(0)
}

/** When the takers' requests arrive, in order. */
function asked(gong: FakeServer): number[] {
  return gong.received.map((request) => Number(request.headers['x-arrives-at'])).sort((a, b) => a - b)
}

async function gongWasAsked(gong: FakeServer, times: number): Promise<void> {
  while (asked(gong).length < times) await sleep(10)
}

function mostInAnySecond(times: number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length))
}
