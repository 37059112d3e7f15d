import { expect, test } from 'vitest'
import type { AuditEntry } from '../../src/accounts/account-shapes.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { joinAs } from '../support/people.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

/** An act, and what it is called in the audit log; or why it has no entry of its own. */
type Act = { action: string; path?: string; body?: object } | { unaudited: string }

/** What the acts below are done to. */
interface Ids {
  call: string
  followUp: string
  dismissed: string
  waitingCall: string
  member: string
  me: string
  key: string
  backfill: string
  delivery: string
}

const CLIENT = { clientId: 'sim-fastfollow', clientSecret: 'simulator', gong: 'simulator' }

/** Every act of the API, in an order in which each finds what it needs. */
const acts = (ids: Ids): Record<string, Act> => ({
  'POST /api/keys': { action: 'key_created', body: { name: 'Another' } },
  'DELETE /api/keys/{id}': { action: 'key_revoked', path: `/api/keys/${ids.key}` },
  'POST /api/members/invite': { action: 'member_invited', body: { email: 'new@lumen.example' } },
  'PATCH /api/members/{id}': {
    action: 'role_changed',
    path: `/api/members/${ids.member}`,
    body: { role: 'admin' },
  },
  'POST /api/integrations/gong/owner': { action: 'gong.owner_changed', body: { userId: ids.me } },
  'DELETE /api/members/{id}': { action: 'member_removed', path: `/api/members/${ids.member}` },
  'POST /api/workspaces': {
    action: 'workspace_created',
    body: {
      name: 'Third',
      ownerEmail: 'third@third.example',
      ownerName: 'Third',
      password: 'a long password',
    },
  },
  'POST /api/calls/{id}/retry': { action: 'call.retried', path: `/api/calls/${ids.waitingCall}/retry` },
  'PATCH /api/follow-ups/{id}': { unaudited: 'its versions say who wrote what' },
  'POST /api/follow-ups/{id}/use-version': { unaudited: 'its versions say who chose what' },
  'POST /api/follow-ups/{id}/regenerate': { unaudited: 'its versions say who asked for what' },
  'POST /api/follow-ups/{id}/approve': {
    action: 'follow_up.approved',
    path: `/api/follow-ups/${ids.followUp}/approve`,
    body: { version: 1 },
  },
  'POST /api/follow-ups/{id}/mark-sent': {
    action: 'follow_up.marked_sent',
    path: `/api/follow-ups/${ids.followUp}/mark-sent`,
    body: { via: 'copy' },
  },
  'POST /api/follow-ups/{id}/dismiss': {
    action: 'follow_up.dismissed',
    path: `/api/follow-ups/${ids.dismissed}/dismiss`,
  },
  'POST /api/backfills/estimate': { unaudited: 'changes nothing' },
  'POST /api/backfills': {
    action: 'backfill_started',
    body: {
      from: new Date(Date.now() - 20 * 86_400_000).toISOString(),
      to: new Date(Date.now() - 10 * 86_400_000).toISOString(),
      when: 'now',
    },
  },
  'POST /api/backfills/{id}/pause': {
    action: 'backfill_paused',
    path: `/api/backfills/${ids.backfill}/pause`,
  },
  'POST /api/backfills/{id}/resume': {
    action: 'backfill_resumed',
    path: `/api/backfills/${ids.backfill}/resume`,
  },
  'POST /api/backfills/{id}/cancel': {
    action: 'backfill_cancelled',
    path: `/api/backfills/${ids.backfill}/cancel`,
  },
  'POST /api/admin/health/replay': { action: 'deliveries.replayed', body: { ids: [ids.delivery] } },
  'POST /api/admin/health/retry': { action: 'jobs.retried', body: { queue: 'follow-up-write' } },
  'POST /api/admin/health/send-test': { action: 'gong.test_sent' },
  'PUT /api/admin/alerts': { action: 'alerts.changed', body: { webhookUrl: null, email: true } },
  'POST /api/admin/alerts/test': { action: 'alerts.tested' },
  'POST /api/integrations/gong/reconcile': { action: 'gong.comparison_asked' },
  'POST /api/integrations/gong/resubscribe': { action: 'gong.resubscribed' },
  'POST /api/integrations/gong/lists-only': { action: 'gong.lists_only' },
  'POST /api/integrations/gong/rotate-key': { action: 'gong.webhook_key_rotated' },
  'PUT /api/integrations/gong/rule': { action: 'gong.rule_set', body: { urlSecret: true } },
  'DELETE /api/integrations/gong': { action: 'gong.disconnected' },
  'PUT /api/integrations/gong/client': { action: 'gong.client_set', body: CLIENT },
  'POST /api/calls': { unaudited: 'looks for a call, and changes nothing that is there' },
  'POST /api/setup': { unaudited: 'workspace_set_up: done before anybody could ask' },
  'POST /api/join': { unaudited: 'member_joined: tested with the links' },
  'POST /api/auth/change-password': { unaudited: 'password_changed: by a session, tested with accounts' },
  'POST /api/auth/sign-in/email': { unaudited: 'a session, not an act' },
  'POST /api/auth/sign-out': { unaudited: 'a session, not an act' },
  'POST /api/webhooks/gong/{key}': { unaudited: 'Gong, not a person: the delivery log' },
})

const entries = async (product: TestApp): Promise<AuditEntry[]> =>
  (await product.api<{ items: AuditEntry[] }>('GET', '/api/audit?limit=200')).items

async function prepare(product: TestApp): Promise<Ids> {
  await product.connect()
  const [first, second] = await product.gong.finishCalls({ count: 2 })
  const call = await product.callIn(first!, 'drafted')
  const other = await product.callIn(second!, 'drafted')
  const waiting = await product.callIn(await product.gong.finishCall({ transcriptDelayS: 3000 }), 'expected')
  const member = await joinAs(product, { name: 'Ben Ohm', email: 'ben@lumen.example' })
  const { user } = await member.api<{ user: { id: string } }>('GET', '/api/me')
  const { user: me } = await product.api<{ user: { id: string } }>('GET', '/api/me')
  await product.api('POST', '/api/integrations/gong/owner', { userId: user.id })
  const key = await product.api<{ id: string }>('POST', '/api/keys', { name: 'To be revoked' })
  const backfill = await product.api<{ id: string }>('POST', '/api/backfills', {
    from: new Date(Date.now() - 60 * 86_400_000).toISOString(),
    to: new Date(Date.now() - 40 * 86_400_000).toISOString(),
    when: { from: '00:00', to: '00:01', timeZone: 'UTC' },
  })
  const { deliveries } = await product.api<{ deliveries: { id: string }[] }>('GET', '/api/admin/health')
  return {
    call: call.id,
    followUp: call.followUp!.id,
    dismissed: other.followUp!.id,
    waitingCall: waiting.id,
    member: user.id,
    me: me.id,
    key: key.id,
    backfill: backfill.id,
    delivery: deliveries[0]!.id,
  }
}

test('every act of the API leaves an audit entry that says who did it, or says why it needs none', async () => {
  // A mail server that is not there: what is tried is noted all the same.
  const env = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'FastFollow <fastfollow@lumen.example>' }
  await using product = await startApp({ changesClient: true, writer: quickWriter, env })
  const ids = await prepare(product)
  const todo = acts(ids)
  const { paths } = await product.api<{ paths: Record<string, object> }>('GET', '/api/openapi.json')
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'get')
      .map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(Object.keys(todo).sort()).toEqual(routes.sort())

  for (const [route, act] of Object.entries(todo)) {
    if ('unaudited' in act) continue
    const [method = '', pattern = ''] = route.split(' ')
    const before = new Set((await entries(product)).map((entry) => entry.id))
    const answer = await product.ask(method, act.path ?? pattern, act.body ? { body: act.body } : {})
    expect([route, answer.status, answer.ok || (await answer.text())]).toEqual([route, answer.status, true])
    const made = await until(`an entry of ${route}`, async () => {
      const found = (await entries(product)).filter((entry) => !before.has(entry.id) && entry.by !== null)
      return found.length > 0 && found
    })
    expect([route, made.map((entry) => entry.action)]).toEqual([route, [act.action]])
    expect([route, made[0]!.by?.email]).toEqual([route, product.owner.email])
    expect(JSON.stringify(made)).not.toMatch(/simulator"|whsec_|a long password|sim_/)
  }
  // Connecting is two requests, of which the second is Gong's.
  expect(await product.connect()).toBe('connected')
  expect((await entries(product)).find((entry) => entry.action === 'gong.connected')?.by?.email).toBe(
    product.owner.email,
  )
})
