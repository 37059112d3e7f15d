import { expect, test } from 'vitest'
import type { AuditList } from '../../src/accounts/account-shapes.ts'
import type { GongConnection } from '../../src/connections/connection-shapes.ts'
import type { z } from 'zod'
import { startApp, type TestApp } from '../support/app.ts'
import { compareLists, issueClosed, issueOpen, pass } from '../support/issues.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

/** The subscription as wanted against as it is, and the other two ways in which calls arrive. */

const start = (): Promise<TestApp> => startApp({ writer: quickWriter })
const subscriptions = (product: TestApp) => product.gong.control.company().state.subscriptions

async function logged(product: TestApp): Promise<string[]> {
  const { items } = await product.api<z.infer<typeof AuditList>>('GET', '/api/audit?limit=100')
  return items.map((entry) => entry.action)
}

test('a conflict shows the other subscription; Replace removes it; meanwhile comparing lists carries the load', async () => {
  await using product = await start()
  await product.gong.faults({ conflictingSubscription: true })
  expect(await product.connect()).toBe('connected')
  const issue = await issueOpen(product, 'webhook_subscription_failed')
  expect(issue).toMatchObject({
    turn: 'admin',
    details: { conflictUrl: 'https://hooks.other-tool.example/gong/calls', conflictId: expect.any(String) },
  })
  expect(issue.message).toContain(String(issue.details['conflictId']))
  expect(issue.message).toContain('https://hooks.other-tool.example/gong/calls')
  expect(issue.fix).toMatch(/Resubscribe.*Replace/)
  expect(await product.connection()).toMatchObject({
    status: 'degraded',
    delivery: 'poll',
    subscription: { state: 'conflict' },
  })

  const id = await product.gong.finishCall()
  await compareLists(product)
  await product.callIn(id, 'drafted')

  await product.api('POST', '/api/integrations/gong/resubscribe')
  await issueOpen(product, 'webhook_subscription_failed')
  await product.api('POST', '/api/integrations/gong/resubscribe', { replace: true })
  await issueClosed(product, 'webhook_subscription_failed')
  expect(await product.connection()).toMatchObject({ status: 'connected', delivery: 'subscription' })
  await product.callIn(await product.gong.finishCall(), 'drafted')
})

test('a refused subscription is named and clears when Gong accepts it', async () => {
  await using product = await start()
  await product.gong.faults({ subscriptionsRefused: true })
  await product.connect()
  expect((await issueOpen(product, 'webhook_subscription_failed')).message).toContain('not part of your plan')
  await product.gong.faults({ subscriptionsRefused: false })
  await pass(product, 61)
  await issueClosed(product, 'webhook_subscription_failed')
  expect((await product.connection()).delivery).toBe('subscription')
})

test('a subscription that Gong put off for its pace is made as soon as Gong allows it, and not a minute later', async () => {
  await using product = await start()
  await product.gong.faults({ rateLimited: true, retryAfterS: 2 })
  await product.connect()
  const { rows } = await product.database.pool.query<{ at: Date | null }>(
    `select subscription_checked_at + interval '1 hour' as at from connection`,
  )
  expect(rows[0]!.at!.getTime() - product.clock.now().getTime()).toBeLessThan(10_000)
  await product.gong.faults({ rateLimited: false })
  await until(
    'the subscription',
    async () => (await product.connection()).subscription?.state === 'active',
    // Well within the minute that other failures wait.
    50_000,
  )
})

test.each(['removed', 'disabled'] as const)(
  'a subscription that was %s behind our back is noticed within the hour, made again, and the log says so',
  async (how) => {
    await using product = await start()
    await product.connect()
    const before = subscriptions(product)[0]!.id
    await product.gong.control.spoilSubscriptions(how)
    await pass(product, 61)
    await until('the subscription to be made again', async () => {
      const [subscription] = subscriptions(product)
      return subscription?.status === 'active' && subscription.id !== before
    })
    await issueClosed(product, 'webhook_subscription_failed')
    await until('the log to say so', async () => {
      const actions = await logged(product)
      return (
        actions.includes('gong.subscription_lost') &&
        actions.filter((action) => action === 'gong.subscribed').length === 2
      )
    })
    await product.callIn(await product.gong.finishCall(), 'drafted')
  },
)

test('a subscription to our address whose token never reached us is made again, also where we hold an older token', async () => {
  await using product = await start()
  await product.connect()
  // Its making was cut off: Gong answered, and nobody heard the token that it derived from the new id.
  subscriptions(product)[0]!.id = 'unheard-of'
  await pass(product, 61)
  await until('the subscription to be made again', async () => {
    const [subscription] = subscriptions(product)
    return subscription?.status === 'active' && subscription.id !== 'unheard-of'
  })
  const id = await product.gong.finishCall()
  await product.callIn(id, 'drafted')
  const { rows } = await product.database.pool.query('select source from call where gong_call_id = $1', [id])
  expect(rows).toEqual([{ source: 'event' }])
})

test('a subscription that points elsewhere is shown and replaced when an admin says so', async () => {
  await using product = await start()
  await product.connect()
  await product.gong.control.spoilSubscriptions('redirected')
  await pass(product, 61)
  expect((await issueOpen(product, 'webhook_subscription_failed')).message).toContain(
    'https://hooks.other-tool.example/gong/calls',
  )
  await product.api('POST', '/api/integrations/gong/resubscribe', { replace: true })
  await issueClosed(product, 'webhook_subscription_failed')
  await product.callIn(await product.gong.finishCall(), 'drafted')
})

test('checks that run at once leave one subscription whose deliveries are accepted', async () => {
  await using product = await start()
  await product.connect()
  await Promise.all(
    Array.from({ length: 4 }, () => product.ask('POST', '/api/integrations/gong/resubscribe', { body: {} })),
  )
  expect(subscriptions(product)).toHaveLength(1)
  await product.callIn(await product.gong.finishCall(), 'drafted')
})

test('a Gong without subscriptions is no fault: lists are compared', async () => {
  await using product = await start()
  await product.gong.faults({ subscriptionsNotOffered: true })
  await product.connect()
  expect(await product.connection()).toMatchObject({
    status: 'connected',
    delivery: 'poll',
    subscription: { state: 'not_offered' },
    issues: [],
  })
})

test('comparing lists alone can be chosen: Gong is told to be quiet, nobody complains, calls arrive, and it can be undone', async () => {
  await using product = await start()
  await product.connect()
  await product.callIn(await product.gong.finishCall(), 'drafted')
  const chosen = await product.api<GongConnection>('POST', '/api/integrations/gong/lists-only')
  expect(chosen).toMatchObject({ status: 'connected', delivery: 'poll', subscription: null, issues: [] })
  expect(subscriptions(product)).toEqual([])

  // The hourly check leaves it alone, and so does reconnecting.
  await pass(product, 61)
  await product.connect()
  const id = await product.gong.finishCall()
  await compareLists(product)
  await product.callIn(id, 'drafted')
  expect(await product.connection()).toMatchObject({ status: 'connected', delivery: 'poll', issues: [] })
  expect(subscriptions(product)).toEqual([])

  await product.api('POST', '/api/integrations/gong/resubscribe')
  expect((await product.connection()).delivery).toBe('subscription')
  await product.callIn(await product.gong.finishCall(), 'drafted')
})

test('a rule is set up step by step: address, key, test delivery awaited, verified; isTest makes no call', async () => {
  await using product = await start()
  await product.gong.faults({ subscriptionsNotOffered: true })
  await product.connect()
  const { webhookUrl } = await product.api<{ webhookUrl: string }>('PUT', '/api/integrations/gong/rule', {})
  expect((await product.connection()).rule).toMatchObject({
    webhookUrl,
    state: 'needs_key',
    authentication: 'jwt',
  })
  const rule = await product.gong.control.setRule({ url: webhookUrl, authentication: 'jwt' })
  await product.api('PUT', '/api/integrations/gong/rule', { publicKey: rule.publicKey })
  expect((await product.connection()).rule).toMatchObject({ state: 'waiting_for_test', verifiedAt: null })
  await product.gong.finishCall({ notify: false })
  await product.gong.control.testRule()
  await until('the rule to be verified', async () => (await product.connection()).rule?.state === 'verified')
  expect((await product.connection()).delivery).toBe('rule')
  const { rows } = await product.database.pool.query("select 1 from call where source = 'rule'")
  expect(rows).toEqual([])
  expect(await product.callIn(await product.gong.finishCall(), 'drafted')).toMatchObject({ source: 'rule' })
})

test('signature_rejected: refused deliveries are counted and never stored, and a genuine one clears it', async () => {
  await using product = await start()
  await product.connect()
  await product.gong.faults({ badSignature: true, webhookRetries: 0 })
  await product.gong.finishCalls({ count: 2 })
  await until('both to be refused', async () =>
    (await product.connection()).issues.some(
      (issue) => issue.code === 'signature_rejected' && issue.count === 2,
    ),
  )
  expect(await issueOpen(product, 'signature_rejected')).toMatchObject({
    turn: 'admin',
    fix: expect.stringContaining('public key'),
  })
  expect((await product.database.pool.query('select 1 from delivery')).rows).toEqual([])
  await product.gong.faults({ badSignature: false })
  await product.gong.finishCall()
  await issueClosed(product, 'signature_rejected')
})

test('rotating the address: the subscription moves along, and the old address works for another hour only', async () => {
  await using product = await start()
  await product.connect()
  const old = (await product.connection()).webhookUrl!
  const { webhookUrl } = await product.api<{ webhookUrl: string }>(
    'POST',
    '/api/integrations/gong/rotate-key',
  )
  expect(webhookUrl).not.toBe(old)
  expect(subscriptions(product).map((each) => each.url)).toEqual([webhookUrl])
  await product.callIn(await product.gong.finishCall(), 'drafted')
  const knock = async (): Promise<number> =>
    (await fetch(old, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status
  expect(await knock()).toBe(401)
  product.clock.move(61 * 60_000)
  expect(await knock()).toBe(404)
})
