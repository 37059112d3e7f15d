import { expect, test } from 'vitest'
import type { Health, RawDelivery } from '../../src/health/health-shapes.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { compareLists, connectAndCompare, issueClosed, issueOpen, pass } from '../support/issues.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

const start = (): Promise<TestApp> => startApp({ writer: quickWriter })
const health = (product: TestApp): Promise<Health> => product.api<Health>('GET', '/api/admin/health')
const internal = [
  { name: 'Anna Berg', emailAddress: 'anna@lumen.example', affiliation: 'Internal' },
  { name: 'Ben Ohm', emailAddress: 'ben@lumen.example', affiliation: 'Internal' },
]

const talk = internal.map(({ name }) => ({ speaker: name, text: 'We should look at the numbers.' }))

test('invariant 9: every known call is in one state, and Gong’s ids minus ours is shown and zero', async () => {
  await using product = await start()
  await connectAndCompare(product)
  await product.gong.faults({ missingScopes: ['api:calls:read:transcript'] })
  const held = await product.gong.finishCall({ durationS: 600 })
  await product.callIn(held, 'held')
  await product.gong.faults({ missingScopes: [] })
  await product.connect()
  const drafted = await product.gong.finishCalls({ count: 3, durationS: 600 })
  for (const id of [held, ...drafted]) await product.callIn(id, 'drafted')
  await product.callIn(await product.gong.finishCall({ isPrivate: true, durationS: 600 }), 'skipped')
  const waiting = await product.gong.finishCall({ transcriptDelayS: 3000, durationS: 600 })
  await product.callIn(waiting, 'expected')
  await product.gong.finishCalls({ count: 5, notify: false, durationS: 600 })
  await compareLists(product)
  await until(
    'the found calls to be drafted',
    async () => (await health(product)).completeness.states.drafted === 9,
  )

  const { completeness } = await health(product)
  expect(completeness).toMatchObject({
    known: 11,
    difference: 0,
    states: { drafted: 9, skipped: 1, expected: 1, held: 0 },
  })
  expect(Object.values(completeness.states).reduce((a, b) => a + b)).toBe(completeness.known)
  expect(completeness.comparisons[0]).toMatchObject({ listed: 11, found: 5, difference: 0 })
  expect(completeness.comparisons.every((window) => window.difference === 0)).toBe(true)
})

test('one screen: working, since when, what was missed, subscription, allowance, capabilities, deliveries, machine', async () => {
  await using product = await start()
  expect(await health(product)).toMatchObject({ state: 'not_connected', connections: [] })
  await connectAndCompare(product)
  await product.callIn(await product.gong.finishCall(), 'drafted')
  await product.gong.finishCall({ notify: false })
  await compareLists(product)
  const askedBefore = product.gong
    .requests()
    .requests.filter((request) => request.path.startsWith('/v2')).length
  const now = await health(product)
  expect(now).toMatchObject({
    state: 'good',
    turns: { admin: 0, gong: 0, fastfollow: 0 },
    events: { announced: 1, found: 1 },
  })
  expect(now.goodSince).not.toBeNull()
  expect(now.connections).toMatchObject([
    { status: 'connected', owner: { email: product.owner.email }, tokens: { refusedAt: null } },
  ])
  expect(now.subscriptions).toMatchObject({
    wanted: [{ event: 'call.analyzed', url: expect.stringContaining('/api/webhooks/gong/') }],
    actual: [{ state: 'active', id: expect.any(String) }],
  })
  expect(now.budget).toMatchObject({ perSecond: 3, perDay: 10_000, pausedUntil: null })
  expect(now.budget.usedToday).toBeGreaterThanOrEqual(askedBefore)
  expect(now.budget.usedToday).toBeLessThanOrEqual(product.gong.requests().total + 1)
  const worked = now.capabilities
    .filter((each) => each.workedAt !== null && each.failure === null)
    .map((each) => each.name)
  expect(worked).toEqual(
    expect.arrayContaining(['token', 'list', 'details', 'transcript', 'webhook', 'subscription']),
  )
  expect(now.deliveries).toMatchObject([
    { verifiedBy: 'hmac', answer: 202, kind: 'call.analyzed', callState: 'drafted' },
  ])
  expect(now.timings.calls).toBe(1)
  expect(now.queues.find((queue) => queue.queue === 'gong-fetch')).toMatchObject({ failed: 0 })
  expect(now.database.bytes).toBeGreaterThan(0)

  const raw = await product.api<RawDelivery>('GET', `/api/admin/health/deliveries/${now.deliveries[0]!.id}`)
  expect(raw.body).toContain('call.analyzed')
  expect(Object.keys(raw.headers)).not.toContain('webhook-signature')
  const { access_token_sealed: _, ...page } = { access_token_sealed: '', ...now }
  expect(JSON.stringify(page)).not.toMatch(/whsec_|sim_access|sim_refresh/)
})

test('only admins see it', async () => {
  await using product = await start()
  expect((await product.ask('GET', '/api/admin/health', { key: null })).status).toBe(401)
})

test('an open issue is counted by whose turn it is, and stands among the resolved ones afterwards', async () => {
  await using product = await start()
  await product.connect()
  await product.gong.faults({ revokeTokens: true })
  await product.gong.finishCall()
  await issueOpen(product, 'needs_reconnect')
  expect(await health(product)).toMatchObject({
    state: 'attention',
    turns: { admin: 1 },
    issues: [{ code: 'needs_reconnect' }],
  })
  await product.connect()
  await issueClosed(product, 'needs_reconnect')
  const now = await health(product)
  expect(now).toMatchObject({ state: 'good', issues: [] })
  expect(now.resolvedIssues[0]).toMatchObject({ code: 'needs_reconnect', resolvedAt: expect.any(String) })
})

test('replaying a delivery, or a window of them, changes nothing for calls that have their follow-up', async () => {
  await using product = await start()
  await product.connect()
  const id = await product.gong.finishCall()
  await product.callIn(id, 'drafted')
  const { deliveries } = await health(product)
  expect(await product.api('POST', '/api/admin/health/replay', { ids: [deliveries[0]!.id] })).toEqual({
    count: 1,
  })
  expect(await product.api('POST', '/api/admin/health/replay', { from: '2020-01-01T00:00:00Z' })).toEqual({
    count: 1,
  })
  expect((await product.ask('POST', '/api/admin/health/replay', { body: {} })).status).toBe(400)
  await until('the call to be read again', async () => {
    const { rows } = await product.database.pool.query<{ due: boolean }>(
      'select due_at is not null as due from call',
    )
    return rows.every((row) => !row.due)
  })
  expect((await product.callIn(id, 'drafted')).followUp).toMatchObject({ version: 1, offeredVersion: null })
})

test('events_silent: said when Gong lists calls and announces none, and cleared by the next event', async () => {
  await using product = await start()
  await connectAndCompare(product)
  await product.gong.faults({ dropWebhooks: 1 })
  const ids = await product.gong.finishCalls({ count: 3 })
  await compareLists(product)
  expect(await issueOpen(product, 'events_silent')).toMatchObject({
    turn: 'admin',
    fix: expect.stringContaining('Resubscribe'),
  })
  for (const id of ids) await product.callIn(id, 'drafted')
  expect((await health(product)).events).toMatchObject({ announced: 0, found: 3 })
  await product.gong.faults({ dropWebhooks: 0 })
  await product.callIn(await product.gong.finishCall(), 'drafted')
  await issueClosed(product, 'events_silent')
})

test('a rule that leaves out internal calls is seen by its pattern and said, instead of crying silence', async () => {
  await using product = await start()
  await product.connect()
  await product.api('PUT', '/api/integrations/gong/rule', { urlSecret: true })
  const { webhookUrl } = await product.connection()
  await compareLists(product)
  await product.gong.control.spoilSubscriptions('removed')
  await product.gong.control.setRule({
    url: webhookUrl!,
    authentication: 'url',
    filter: { scope: 'External' },
  })
  await product.callIn(await product.gong.finishCall({ scope: 'External' }), 'drafted')
  expect((await product.connection()).rule).toMatchObject({ state: 'verified', filter: null })
  await pass(product, 1)
  for (let calls = 0; calls < 4; calls++)
    await product.gong.finishCall({ parties: internal, transcript: talk, scope: 'Internal' })
  await compareLists(product)
  expect((await product.connection()).issues).toEqual([])
  await until(
    'the internal calls to be read',
    async () => (await health(product)).completeness.states.skipped === 4,
  )
  await pass(product, 10)
  await until(
    'the pattern to be seen',
    async () => (await product.connection()).rule?.filter === 'external_only',
  )
  await pass(product, 10)
  await issueClosed(product, 'events_silent')
})

test('weekly, nothing is erased while Gong knows none of our calls: then it is our view that changed', async () => {
  await using product = await start()
  await product.connect()
  const ids = await product.gong.finishCalls({ count: 3 })
  for (const id of ids) await product.callIn(id, 'drafted')
  const { state } = product.gong.control.company()
  state.calls = []
  // Setting the person makes the simulator read its calls anew.
  await product.gong.control.setPerson({ name: 'Anna Berg', email: product.owner.email })
  await pass(product, 8 * 24 * 60)
  await until('all to be compared', async () => (await health(product)).completeness.comparedAllAt !== null)
  for (const id of ids) expect((await product.callIn(id, 'drafted')).transcript.length).toBeGreaterThan(0)
})

test('a call that waits for its transcript and is made private meanwhile is never read', async () => {
  await using product = await start()
  await connectAndCompare(product)
  const id = await product.gong.finishCall({ transcriptDelayS: 3000 })
  await until('its details to be read', async () => (await product.callIn(id, 'expected')).parties.length > 0)
  await product.gong.control.changeCall(id, { isPrivate: true })
  await compareLists(product)
  expect(await product.callIn(id, 'skipped')).toMatchObject({ reason: 'private', transcript: [] })
  await pass(product, 60)
  expect(await product.callIn(id, 'skipped')).toMatchObject({ reason: 'private', transcript: [] })
})

test('weekly, what Gong no longer has or has made private is erased here, within a tenth of the quota', async () => {
  await using product = await start()
  await product.connect()
  const kept = await product.gong.finishCall()
  const gone = await product.gong.finishCall()
  const madePrivate = await product.gong.finishCall()
  for (const id of [kept, gone, madePrivate]) await product.callIn(id, 'drafted')
  const { state } = product.gong.control.company()
  state.calls = state.calls.filter((call) => call.id !== gone)
  for (const call of state.calls)
    if (call.id === madePrivate) call.change = { ...call.change, isPrivate: true }
  // Setting the person makes the simulator read its calls anew.
  await product.gong.control.setPerson({ name: 'Anna Berg', email: product.owner.email })
  await pass(product, 8 * 24 * 60)
  expect(await product.callIn(gone, 'erased')).toMatchObject({
    reason: 'gone_from_gong',
    title: null,
    transcript: [],
    followUp: null,
  })
  expect(await product.callIn(madePrivate, 'erased')).toMatchObject({
    reason: 'private',
    transcript: [],
    followUp: null,
  })
  expect((await product.callIn(kept, 'drafted')).transcript.length).toBeGreaterThan(0)
  const { completeness } = await health(product)
  expect(completeness.comparedAllAt).not.toBeNull()
  expect(completeness.comparisons.find((window) => window.tier === 'all')).toMatchObject({
    difference: 0,
    erased: 2,
  })
})
