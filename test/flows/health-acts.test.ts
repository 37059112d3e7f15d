import { expect, test } from 'vitest'
import type { Health } from '../../src/health/health-shapes.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { analyzed, signedEvent } from '../support/deliveries.ts'
import { asked, compareLists, issueClosed, issueOpen, pass } from '../support/issues.ts'
import { otherWorkspace } from '../support/people.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

const health = (product: TestApp): Promise<Health> => product.api<Health>('GET', '/api/admin/health')

/** What is written can't be stored, until `repair`: the job fails, as it does while a database is full. */
async function breakStoring({ database: { pool } }: TestApp): Promise<{ repair(): Promise<unknown> }> {
  await pool.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'no room'; end $$;
    create trigger refuse before insert on follow_up execute function refuse()`)
  return { repair: () => pool.query('drop trigger refuse on follow_up') }
}

/** Lets jobs that wait for their next try run at once, until they have failed for good. */
async function failForGood(product: TestApp, count: number): Promise<void> {
  await until(`${count} jobs that failed for good`, async () => {
    await product.database.pool.query(
      `update jobs.job set start_after = now() - interval '1 minute' where state = 'retry'`,
    )
    return (await writing(product)).failed === count
  })
}

async function writing(product: TestApp): Promise<Health['queues'][number]> {
  return (await health(product)).queues.find(({ queue }) => queue === 'follow-up-write')!
}

test('failed jobs: shown with why, retried one by one or all of a queue, with the count, and only one’s own', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  const { repair } = await breakStoring(product)
  const ids = await product.gong.finishCalls({ count: 3 })
  await failForGood(product, 3)
  const shown = await writing(product)
  expect(shown.failures).toHaveLength(3)
  expect(shown.failures[0]).toMatchObject({ problem: 'no room', at: expect.any(String) })
  const retry = (body: object, key?: string) =>
    product.ask('POST', '/api/admin/health/retry', { body, ...(key ? { key } : {}) })

  // Nobody else's, and nothing that is not there.
  const other = await otherWorkspace(product)
  expect((await retry({ queue: 'follow-up-write', id: shown.failures[0]!.id }, other.key)).status).toBe(404)
  expect(await (await retry({ queue: 'follow-up-write' }, other.key)).json()).toEqual({ count: 0 })
  expect((await retry({ queue: 'no-such-queue' })).status).toBe(404)
  expect((await writing(product)).failed).toBe(3)

  await repair()
  expect(await (await retry({ queue: 'follow-up-write', id: shown.failures[0]!.id })).json()).toEqual({
    count: 1,
  })
  await until('the one to be written', async () => (await health(product)).completeness.states.drafted === 1)
  // The count that the page asks about before it retries them all.
  expect((await writing(product)).failed).toBe(2)
  expect(await (await retry({ queue: 'follow-up-write' })).json()).toEqual({ count: 2 })
  for (const id of ids) await product.callIn(id, 'drafted')
  expect(await writing(product)).toMatchObject({ failed: 0, failures: [] })
})

test('a window of deliveries is replayed: only what came within it, and no test delivery', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.callIn(await product.gong.finishCall(), 'drafted')
  const between = new Date(product.clock.now().getTime() + 1).toISOString()
  product.clock.move(60_000)
  const ids = await product.gong.finishCalls({ count: 2 })
  for (const id of ids) await product.callIn(id, 'drafted')
  const replay = (body: object) => product.api('POST', '/api/admin/health/replay', body)
  expect(await replay({ from: '2020-01-01T00:00:00Z', to: between })).toEqual({ count: 1 })
  expect(await replay({ from: between })).toEqual({ count: 2 })
  expect(await replay({ from: '2020-01-01T00:00:00Z', to: '2020-02-01T00:00:00Z' })).toEqual({ count: 0 })
  await product.database.pool.query('update delivery set is_test = true')
  expect(await replay({ from: '2020-01-01T00:00:00Z' })).toEqual({ count: 0 })
})

test('a replayed delivery brings back a call that was lost here', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  const id = await product.gong.finishCall()
  await product.callIn(id, 'drafted')
  await product.database.pool.query('delete from call')
  const { deliveries } = await health(product)
  expect(deliveries[0]).toMatchObject({ gongCallId: id, callId: null })
  await product.api('POST', '/api/admin/health/replay', { ids: [deliveries[0]!.id] })
  await product.callIn(id, 'drafted')
})

test('deliveries that are refused or come again are counted with the last time and the reason; what is refused is not stored', async () => {
  await using product = await startApp({ writer: quickWriter, roles: { web: true, worker: false } })
  await product.connect()
  const { webhookUrl } = await product.connection()
  const send = async (delivery: { headers: Record<string, string>; body: string }) =>
    (await fetch(webhookUrl!, { method: 'POST', ...delivery })).status
  expect((await health(product)).received).toEqual({
    accepted: 0,
    waiting: { count: 0, since: null, isLate: false },
    duplicates: { count: 0, lastAt: null },
    refused: { count: 0, lastAt: null, lastReason: null },
  })

  const foreign = `whsec_${Buffer.from('a key of nobody we know').toString('base64')}`
  for (let time = 0; time < 3; time++)
    expect(await send(signedEvent(foreign, analyzed('7782342274025937895')))).toBe(401)
  await issueOpen(product, 'signature_rejected')
  const refused = (await health(product)).received
  expect(refused).toMatchObject({ accepted: 0, refused: { count: 3, lastReason: 'wrong_signature' } })
  expect(Date.parse(refused.refused.lastAt ?? '')).toBeGreaterThan(0)
  expect((await health(product)).deliveries).toEqual([])

  // A genuine one closes the issue; what was refused is still counted.
  await product.gong.faults({ duplicateWebhooks: 1 })
  await product.gong.finishCalls({ count: 2 })
  await until('two deliveries, and each again', async () => {
    const { received } = await health(product)
    return received.accepted === 2 && received.duplicates.count === 2
  })
  await issueClosed(product, 'signature_rejected')
  const { received, deliveries } = await health(product)
  expect(received.refused.count).toBe(3)
  expect(Date.parse(received.duplicates.lastAt ?? '')).toBeGreaterThan(0)
  expect(deliveries).toHaveLength(2)
  expect(deliveries[0]).toMatchObject({ answer: 202, verifiedBy: 'hmac', receivedAt: expect.any(String) })
})

test('the weekly comparison of everything stops at its share of the daily quota, and goes on the next day', async () => {
  // Four hundredths of 250: ten requests a day.
  await using product = await startApp({ writer: quickWriter, env: { GONG_RATE_PER_DAY: '250' } })
  await product.connect()
  await product.callIn(await product.gong.finishCall(), 'drafted')
  await until('the first comparison', async () => (await product.connection()).listReadAt)
  // So old that comparing everything needs fifteen windows of two weeks.
  await product.database.pool.query(`update call set started_at = now() - interval '205 days'`)
  const { state } = product.gong.control.company()
  for (const call of state.calls) call.startedMs -= 205 * 86_400_000
  await product.gong.control.setPerson({ name: 'Anna Berg', email: product.owner.email })
  const all = async () => {
    const { rows } = await product.database.pool.query<{ from: Date; to: Date }>(
      `select window_from as "from", window_to as "to" from compared_window where tier = 'all' order by window_from desc`,
    )
    return rows
  }
  const requests = async () => {
    const { rows } = await product.database.pool.query<{ n: number }>(
      'select compare_all_requests as n from connection',
    )
    return rows[0]!.n
  }

  await pass(product, 8 * 24 * 60)
  await until('the share of the day to be used', async () => (await requests()) === 10)
  await compareLists(product)
  const first = await all()
  expect(first).toHaveLength(10)
  expect((await health(product)).completeness.comparedAllAt).toBeNull()

  // The place is kept: the next day goes on where this one stopped, and leaves nothing out.
  await pass(product, 24 * 60)
  await until('everything to be compared', async () => (await health(product)).completeness.comparedAllAt)
  const windows = await all()
  expect(windows.length).toBeGreaterThan(first.length)
  for (const [index, window] of windows.slice(1).entries())
    expect(window.to.toISOString()).toBe(windows[index]!.from.toISOString())
  const oldest = windows.at(-1)!
  expect(oldest.from.getTime()).toBeLessThan(Date.now() - 205 * 86_400_000)
  expect((await health(product)).completeness.states).toMatchObject({ drafted: 1, erased: 0 })
})

test('lists are compared as often as is set, and less often where that would cost more than its share of the day', async () => {
  // Three hundredths of 500 are fifteen comparisons of one page a day: one in 96 minutes, not in five.
  await using product = await startApp({ writer: quickWriter, env: { GONG_RATE_PER_DAY: '500' } })
  await product.connect()
  await compareLists(product)
  const { listNextAt } = await product.connection()
  const minutes = (Date.parse(listNextAt!) - product.clock.now().getTime()) / 60_000
  expect(minutes).toBeGreaterThan(85)
  expect(minutes).toBeLessThanOrEqual(96)
})

test('a comparison that somebody asks for while another one runs is not lost', async () => {
  await using product = await startApp({ writer: quickWriter, env: { GONG_RATE_PER_DAY: '500' } })
  await product.connect()
  await compareLists(product)
  await product.gong.faults({ latencyMs: 1000 })
  const listed = () => asked(product, '/v2/calls').length
  const before = listed()
  await product.api('POST', '/api/integrations/gong/reconcile')
  await until('a comparison to have begun', async () => listed() > before)
  await compareLists(product)
})
