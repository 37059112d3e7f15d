import { describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { asked, issueClosed, issueOpen, pass } from '../support/issues.ts'
import { until } from '../support/until.ts'

/** Access that Gong takes away or limits while we are connected: named, held, healed. */

async function allIn(product: TestApp, ids: string[], state: string): Promise<void> {
  await until(`${ids.length} calls in state ${state}`, async () => {
    const calls = await product.calls()
    return ids.every((id) => calls.find((call) => call.gongCallId === id)?.state === state)
  })
}

/** How often Gong answered for each call: what was asked twice was asked once too often. */
function timesAnswered(product: TestApp, ending: string): Map<string, number> {
  const times = new Map<string, number>()
  for (const request of product.gong.requests().requests)
    if (request.path.endsWith(ending) && request.status === 200)
      for (const id of request.callIds ?? []) times.set(id, (times.get(id) ?? 0) + 1)
  return times
}

describe.each([401, 403])('forbidden transcripts, answered with %i', (scopeErrorStatus) => {
  test('calls are held, not failed; after reconnecting all complete by themselves, newest first', async () => {
    await using product = await startApp({ writer: quickWriter })
    await product.connect()
    await product.gong.faults({ missingScopes: ['api:calls:read:transcript'], scopeErrorStatus })
    const ids: string[] = []
    for (let minutesAgo = 50; minutesAgo > 0; minutesAgo -= 10)
      ids.push(
        await product.gong.finishCall({
          startedAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
          durationS: 300,
        }),
      )
    await allIn(product, ids, 'held')
    const issue = await issueOpen(product, 'forbidden')
    expect(issue).toMatchObject({
      turn: 'admin',
      message: expect.stringContaining('api:calls:read:transcript'),
    })
    expect(issue.fix).toContain('reconnect')
    await until('the waiting calls to be named', async () =>
      (await product.connection()).issues.some((each) => each.message.includes('5 calls wait')),
    )
    const held = (await product.calls()).find((call) => call.gongCallId === ids[0])
    expect(held).toMatchObject({ state: 'held', reason: 'forbidden', turn: 'you' })
    expect(held?.nextTryAt).not.toBeNull()
    expect((await product.connection()).status).toBe('degraded')

    await product.gong.faults({ missingScopes: [] })
    expect(await product.connect()).toBe('connected')
    await allIn(product, ids, 'drafted')
    await issueClosed(product, 'forbidden')
    expect([...timesAnswered(product, '/transcript').values()].every((times) => times === 1)).toBe(true)
    expect([...timesAnswered(product, '/extensive').values()].every((times) => times === 1)).toBe(true)
    const { rows } = await product.database.pool.query<{ id: string }>(
      'select gong_call_id as id from call order by fetched_at, started_at desc',
    )
    expect(rows.map((row) => row.id)).toEqual([...ids].reverse())
  })
})

test('forbidden is lifted by a probe of one call, without anybody reconnecting', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.gong.faults({ missingScopes: ['api:calls:read:transcript'] })
  const ids = await product.gong.finishCalls({ count: 3 })
  await allIn(product, ids, 'held')
  await product.gong.faults({ missingScopes: [] })
  const before = asked(product, '/transcript').length
  // A request that was on its way when the first was refused may come back as the probe is due, and put it off.
  await until('all to be drafted', async () => {
    await pass(product, 2)
    const calls = await product.calls()
    return ids.every((id) => calls.find((call) => call.gongCallId === id)?.state === 'drafted')
  })
  await issueClosed(product, 'forbidden')
  expect(asked(product, '/transcript').length - before).toBeLessThanOrEqual(2)
})

test('needs_reconnect: access revoked is shown at the next use, calls are held, and reconnecting goes on', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  const early = await product.gong.finishCall()
  await product.callIn(early, 'drafted')
  await product.gong.faults({ revokeTokens: true })
  const ids = await product.gong.finishCalls({ count: 4 })
  const began = Date.now()
  const issue = await issueOpen(product, 'needs_reconnect')
  expect(Date.now() - began).toBeLessThan(60_000)
  expect(issue).toMatchObject({ turn: 'admin', fix: expect.stringContaining('Reconnect') })
  expect((await product.connection()).status).toBe('needs_reconnect')
  await allIn(product, ids, 'held')
  expect(await product.connect()).toBe('connected')
  await allIn(product, ids, 'drafted')
  await issueClosed(product, 'needs_reconnect')
  expect([...timesAnswered(product, '/transcript').values()].every((times) => times === 1)).toBe(true)
  expect((await product.connection()).status).toBe('connected')
})

test('a refused renewal is told at once, while the living access token is still used', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.gong.faults({ refreshFails: true })
  await pass(product, 13 * 60)
  const id = await product.gong.finishCall()
  await product.callIn(id, 'drafted')
  const issue = await issueOpen(product, 'needs_reconnect')
  expect(issue.message).toMatch(/ends at \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  expect((await product.connection()).status).toBe('needs_reconnect')
  await pass(product, 12 * 60)
  const late = await product.gong.finishCall()
  expect(await product.callIn(late, 'held')).toMatchObject({ reason: 'needs_reconnect' })
  await product.gong.faults({ refreshFails: false })
  expect(await product.connect()).toBe('connected')
  await product.callIn(late, 'drafted')
  await issueClosed(product, 'needs_reconnect')
})

test('an unclear renewal with a living access token is an issue and no block; it is tried again by itself', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.gong.faults({ refreshFails: 503 })
  await pass(product, 13 * 60)
  await product.callIn(await product.gong.finishCall(), 'drafted')
  expect(await issueOpen(product, 'gong_unavailable')).toMatchObject({ turn: 'gong' })
  expect((await product.calls()).some((call) => call.state === 'held')).toBe(false)
  await product.gong.faults({ refreshFails: false })
  await pass(product, 2)
  await product.callIn(await product.gong.finishCall(), 'drafted')
  await issueClosed(product, 'gong_unavailable')
})

test('rate_limit: a long Retry-After is kept in full by every process, shown until when and what waits', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.callIn(await product.gong.finishCall(), 'drafted')
  await product.gong.faults({ rateLimited: true, retryAfterS: 1200 })
  const ids = await product.gong.finishCalls({ count: 3 })
  const issue = await issueOpen(product, 'rate_limit')
  expect(issue).toMatchObject({ turn: 'fastfollow', details: { until: expect.any(String) } })
  expect(new Date(String(issue.details['until'])).getTime()).toBeGreaterThan(Date.now() + 1_100_000)
  await until('what waits to be named', async () =>
    (await product.connection()).issues.some((each) => each.message.includes('3 calls wait')),
  )
  expect(await product.callIn(ids[0]!, 'expected')).toMatchObject({ reason: 'allowance', turn: 'fastfollow' })
  await product.gong.faults({ rateLimited: false })
  const before = product.gong.requests().total
  await product.restart()
  await product.gong.finishCall()
  await pass(product, 5)
  expect(product.gong.requests().total).toBe(before)

  // The wait is over: the database's clock, which a test can't move, is what counts it.
  await product.database.pool.query(
    'update allowance set paused_until = clock_timestamp(), paused_from = clock_timestamp()',
  )
  await pass(product, 20)
  await allIn(product, ids, 'drafted')
  await issueClosed(product, 'rate_limit')
})

test('a short 429 is waited out and is no issue', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.gong.faults({ rateLimited: true, retryAfterS: 1 })
  const id = await product.gong.finishCall()
  await until('a refusal', async () => product.gong.requests().refused > 0)
  await product.gong.faults({ rateLimited: false })
  await product.callIn(id, 'drafted')
  const { rows } = await product.database.pool.query("select 1 from issue where code = 'rate_limit'")
  expect(rows).toEqual([])
})

test('daily_quota: calls are held until some of it is back, and then go on by themselves', async () => {
  await using product = await startApp({ writer: quickWriter, env: { GONG_RATE_PER_DAY: '8' } })
  await product.connect()
  const ids: string[] = []
  const isSpent = async (): Promise<boolean> =>
    (await product.connection()).issues.some(
      (each) => each.code === 'daily_quota' && each.details['lane'] === 'live',
    )
  while (!(await isSpent())) {
    const id = await product.gong.finishCall()
    ids.push(id)
    await product.callIn(id, 'drafted', 'held')
  }
  const issue = await issueOpen(product, 'daily_quota')
  expect(issue).toMatchObject({ turn: 'fastfollow', message: expect.stringContaining('used up') })
  expect(await product.callIn(ids.at(-1)!, 'held')).toMatchObject({ reason: 'daily_quota' })
  expect(product.gong.requests().total).toBeLessThanOrEqual(8)
  await product.database.pool.query('delete from allowance_hour')
  await pass(product, 26 * 60)
  await allIn(product, ids, 'drafted')
  await issueClosed(product, 'daily_quota')
})

test('gong_unavailable: faults of Gong’s own are named, waited out and cleared', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.gong.faults({ serverErrors: 1, onlyPath: '/v2/calls/transcript' })
  const id = await product.gong.finishCall()
  const issue = await issueOpen(product, 'gong_unavailable')
  expect(issue).toMatchObject({ turn: 'gong', details: { capability: 'transcript' } })
  // Another thing that works says nothing about transcripts.
  await product.api('POST', '/api/integrations/gong/reconcile')
  await product.gong.faults({ serverErrors: 0, onlyPath: null })
  await pass(product, 1)
  await product.callIn(id, 'drafted')
  await issueClosed(product, 'gong_unavailable')
})

test('a missing scope for details is named with what suffers; calls go on after reconnecting', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.gong.faults({ missingScopes: ['api:calls:read:extensive'] })
  const id = await product.gong.finishCall()
  expect((await issueOpen(product, 'missing_scope')).message).toContain('no call can be read')
  await product.gong.faults({ missingScopes: [] })
  await product.connect()
  await product.callIn(id, 'drafted')
  await issueClosed(product, 'missing_scope')
})

test('odd_records: an odd call fails alone and says so; a retry that succeeds clears it', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.gong.faults({ oddRecords: 1 })
  const id = await product.gong.finishCall()
  const failed = await product.callIn(id, 'failed')
  expect(failed).toMatchObject({ reason: 'odd_record' })
  expect(await issueOpen(product, 'odd_records')).toMatchObject({ turn: 'fastfollow' })
  await product.gong.faults({ oddRecords: 0 })
  await product.api('POST', `/api/calls/${failed.id}/retry`)
  await product.callIn(id, 'drafted')
  await issueClosed(product, 'odd_records')
})

test('access that stays refused although it is renewed is told, and its calls are held; they go on when it is accepted again', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.gong.faults({ accessRefused: true })
  const id = await product.gong.finishCall()
  expect(await issueOpen(product, 'needs_reconnect')).toMatchObject({ turn: 'admin' })
  expect(await product.callIn(id, 'held')).toMatchObject({ reason: 'needs_reconnect' })
  expect((await product.connection()).status).toBe('needs_reconnect')
  await product.gong.faults({ accessRefused: false })
  expect(await product.connect()).toBe('connected')
  await product.callIn(id, 'drafted')
  await issueClosed(product, 'needs_reconnect')
})
