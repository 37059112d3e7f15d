import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Health } from '../../src/health/health-shapes.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { compareLists, connectAndCompare, issueClosed, issueOpen, pass } from '../support/issues.ts'
import { readMetrics } from '../support/metrics.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

const RULES = join(import.meta.dirname, '../../docs/operate/alert-rules.yml')
const health = (product: TestApp): Promise<Health> => product.api<Health>('GET', '/api/admin/health')

test('the metrics say what the health page says: calls, issues, comparisons, what no event announced, jobs', async () => {
  await using product = await startApp({ writer: quickWriter })
  await connectAndCompare(product)
  for (const id of await product.gong.finishCalls({ count: 2 })) await product.callIn(id, 'drafted')
  const [found] = await product.gong.finishCalls({ count: 1, notify: false })
  await compareLists(product)
  await product.callIn(found!, 'drafted')
  const well = await readMetrics(product)
  expect(well.get('fastfollow_calls{state="drafted"}')).toBe(3)
  expect(well.get('fastfollow_missing_calls')).toBe(0)
  expect(well.get('fastfollow_unannounced_calls')).toBe(1)
  expect((await health(product)).events.found).toBe(1)
  expect(well.get('fastfollow_issues_open{code="forbidden",turn="admin"}')).toBe(0)
  expect(well.get('fastfollow_gong_paused')).toBe(0)
  expect([...well].filter(([name, value]) => name.startsWith('fastfollow_issues_open') && value > 0)).toEqual(
    [],
  )

  await product.gong.faults({ missingScopes: ['api:calls:read:transcript'] })
  await product.callIn(await product.gong.finishCall(), 'held')
  await issueOpen(product, 'forbidden')
  const held = await readMetrics(product)
  expect(held.get('fastfollow_calls{state="held"}')).toBe(1)
  expect(held.get('fastfollow_issues_open{code="forbidden",turn="admin"}')).toBe(1)

  await product.gong.faults({ missingScopes: [] })
  await product.connect()
  await issueClosed(product, 'forbidden')
  await until('no call on hold', async () => {
    const now = await readMetrics(product)
    // A state that is gone must not keep its last value.
    return !now.has('fastfollow_calls{state="held"}') && now.get('fastfollow_calls{state="drafted"}') === 4
  })

  // What is received is counted by its answer; an address is never a label.
  const received = await readMetrics(product)
  const answers = [...received].filter(
    ([name]) =>
      name.startsWith('http_request_duration_seconds_count') &&
      name.includes('route="/api/webhooks/gong/:key"'),
  )
  expect(answers).toEqual([[expect.stringContaining('status="202"'), 3]])
  const { webhookUrl } = await product.connection()
  const text = [...received.keys()].join('\n')
  expect(text).not.toContain(new URL(webhookUrl!).pathname.split('/').at(-1))
  expect(text).not.toContain(product.owner.email)
  expect(text).not.toContain(product.workspaceId)
})

test('a comparison that does not come, a pause that Gong asked for, and jobs that failed or wait show', async () => {
  await using product = await startApp({ writer: quickWriter })
  await connectAndCompare(product)
  const { pool } = product.database
  await product.gong.faults({ rateLimited: { retryAfterS: 600 } })
  await pass(product, 40)
  const late = await until('Gong’s pause', async () => {
    const now = await readMetrics(product)
    return now.get('fastfollow_gong_paused') === 1 && now
  })
  expect(late.get('fastfollow_list_age_seconds')).toBeGreaterThanOrEqual(40 * 60)

  const job = (state: string, age: string) =>
    pool.query(
      `insert into jobs.job (id, name, data, state, created_on, start_after)
       values (gen_random_uuid(), 'gong-users', '{"connectionId": "none"}', $1, now() - $2::interval, now() - $2::interval)`,
      [state, age],
    )
  await product.app.stop(5000)
  await job('failed', '1 minute')
  await job('created', '20 minutes')
  const jobs = await product.app.metrics.metrics()
  expect(jobs).toContain('fastfollow_jobs{queue="gong-users",state="failed"} 1')
  expect(jobs).toMatch(/fastfollow_jobs\{queue="gong-users",state="waiting"\} [1-9]/)
  const age = /fastfollow_oldest_job_seconds\{queue="gong-users"\} (\S+)/.exec(jobs)?.[1]
  expect(Number(age)).toBeGreaterThanOrEqual(20 * 60)
})

test('connections, tokens, what works, the quota, the last hour’s speed and the database’s size show', async () => {
  await using product = await startApp({ writer: quickWriter, env: { GONG_RATE_PER_DAY: '1000' } })
  expect([...(await readMetrics(product)).keys()].join()).not.toContain('fastfollow_access_expires_seconds')
  await connectAndCompare(product)
  await product.callIn(await product.gong.finishCall(), 'drafted')
  const well = await readMetrics(product)
  expect(well.get('fastfollow_connections{delivery="subscription",subscription="active"}')).toBe(1)
  const day = 86_400
  expect(well.get('fastfollow_access_expires_seconds')).toBeGreaterThan(day - 3600)
  expect(well.get('fastfollow_access_expires_seconds')).toBeLessThanOrEqual(day)
  for (const capability of ['token', 'list', 'details', 'transcript', 'users', 'webhook', 'subscription'])
    expect(well.get(`fastfollow_capability_age_seconds{capability="${capability}"}`)).toBeLessThan(600)
  const { budget } = await health(product)
  expect(budget?.usedToday).toBeGreaterThan(0)
  expect(well.get('fastfollow_quota_used_ratio')).toBeCloseTo((budget?.usedToday ?? 0) / 1000, 2)
  expect(well.get('fastfollow_call_seconds{part="ours",quantile="0.5"}')).toBeGreaterThan(0)
  expect(well.get('fastfollow_call_seconds{part="gong",quantile="0.95"}')).toBeGreaterThan(0)
  expect(well.get('fastfollow_database_bytes')).toBeGreaterThan(1_000_000)

  // What was drafted hours ago says nothing about now; what has not worked since says more.
  product.clock.move(2 * 3_600_000)
  const later = await readMetrics(product)
  expect(later.has('fastfollow_call_seconds{part="ours",quantile="0.5"}')).toBe(false)
  expect(later.get('fastfollow_capability_age_seconds{capability="transcript"}')).toBeGreaterThan(7_000)
})

test('an event that comes late takes its call out of the unannounced ones, also after a new subscription', async () => {
  await using product = await startApp({ writer: quickWriter })
  await connectAndCompare(product)
  await product.gong.faults({ delayWebhooksS: 600 })
  const id = await product.gong.finishCall()
  await compareLists(product)
  await product.callIn(id, 'drafted')
  expect((await readMetrics(product)).get('fastfollow_unannounced_calls')).toBe(1)
  product.clock.move(601_000)
  const isAnnounced = async () => (await readMetrics(product)).get('fastfollow_unannounced_calls') === 0
  await until('the late event', isAnnounced)
  const before = (await product.connection()).subscription?.id
  await product.gong.control.spoilSubscriptions('removed')
  await product.api('POST', '/api/integrations/gong/resubscribe')
  // Where Gong asks for a moment of patience, it is made after that.
  await until('another subscription', async () => (await product.connection()).subscription?.id !== before)
  await compareLists(product)
  expect(await isAnnounced()).toBe(true)
  expect((await health(product)).events.found).toBe(0)
})

test('the alert rules name only metrics, and values of labels, that there are', async () => {
  await using product = await startApp({ writer: quickWriter, roles: { web: true, worker: false } })
  const rules = await readFile(RULES, 'utf8')
  const expressions = [...rules.matchAll(/^\s+expr: (.+)$/gm)].map((match) => match[1]!)
  expect(expressions.length).toBe([...rules.matchAll(/- alert: /g)].length)
  // What Prometheus itself adds for each target.
  const known = new Set(['up'])
  for (const metric of product.app.metrics.getMetricsAsArray()) known.add(metric.name)
  const named = expressions.flatMap((expression) => namesIn(expression))
  expect(named.length).toBeGreaterThanOrEqual(expressions.length)
  for (const name of named) expect([...known], `the rule's metric ${name}`).toContain(name)

  // A value that no series ever has would make a rule that never speaks.
  const labels = [...rules.matchAll(/(\w+)\{(\w+)="([^"]+)"\}/g)].filter((match) => match[1] !== 'up')
  const values: Record<string, string[]> = {
    state: ['held', 'expected', 'fetched', 'drafted', 'skipped', 'failed', 'erased', 'waiting', 'active'],
    turn: ['admin', 'gong', 'fastfollow'],
  }
  expect(labels.length).toBeGreaterThan(0)
  for (const [, , label = '', value = ''] of labels) expect(values[label]).toContain(value)
})

/** The metrics of a PromQL expression: words that are no function, keyword, label or number. */
function namesIn(expression: string): string[] {
  const bare = expression.replaceAll(/\{[^}]*\}/g, '').replaceAll(/\b(by|without|on)\s*\([^)]*\)/g, '')
  const words = bare.match(/[a-z_:][a-z0-9_:]*(?!\w)(?!\s*\()/gi) ?? []
  return words.filter((word) => !['sum', 'max', 'min', 'and', 'or', 'unless', 'm', 's', 'h'].includes(word))
}
