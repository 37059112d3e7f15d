import { subscribe } from 'node:diagnostics_channel'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { presentKey, webhookUrl } from '../../src/connections/webhook-keys.ts'
import { createSecrets } from '../../src/secrets.ts'
import type { Server } from '../../src/http/server.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { analyzed, signedEvent } from '../support/deliveries.ts'
import { openStream } from '../support/live-stream.ts'
import { otherWorkspace } from '../support/people.ts'
import { until } from '../support/until.ts'

/** No row of one workspace is readable or changeable with another's session or key. */

let product: TestApp
let other: Awaited<ReturnType<typeof otherWorkspace>>
/** Ids of the first workspace's things. */
let ids: Record<
  'call' | 'followUp' | 'key' | 'member' | 'backfill' | 'workspace' | 'connection' | 'delivery',
  string
>
let gongCallId: string

/** Stands in every text of the first workspace's call, so that a leak of its content is seen whatever its shape. */
const MARK = 'zanzibarzebra'
const call = {
  title: `Rollout ${MARK}`,
  parties: [
    { name: 'Anna Berg', emailAddress: 'anna@lumen.example', affiliation: 'Internal' },
    { name: `Maya ${MARK}`, emailAddress: `maya@${MARK}.example`, affiliation: 'External' },
  ],
  transcript: [
    { speaker: `Maya ${MARK}`, text: `We need single sign-on for ${MARK}.` },
    { speaker: 'Anna Berg', text: `I'll send you the ${MARK} sheet by Thursday.` },
  ],
}

/** Every route as a server knows it, whether the API describes it or not; the simulator is a server, too. */
const servers: Set<string>[] = []
subscribe('fastify.initialization', (message) => {
  const { fastify } = message as { fastify: Server }
  const routes = new Set<string>()
  servers.push(routes)
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat())
      if (each !== 'HEAD') routes.add(`${each} ${url.replace(/:(\w+)/g, '{$1}')}`)
  })
})
const registeredRoutes = (): Set<string> => servers.find((routes) => routes.has('GET /api/openapi.json'))!
let webDir: string

beforeAll(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'fastfollow-web-'))
  await writeFile(join(webDir, 'index.html'), '<!doctype html><title>FastFollow</title>')
  product = await startApp({ webDir })
  await product.connect()
  other = await otherWorkspace(product)
  await other.connect()
  gongCallId = await product.gong.finishCall(call)
  const { id, followUp } = await product.callIn(gongCallId, 'drafted')
  await until('the users to be read', async () => (await product.connection()).connectedUser)
  const now = Date.now()
  const backfill = await product.api<{ id: string }>('POST', '/api/backfills', {
    from: new Date(now - 3 * 86_400_000).toISOString(),
    to: new Date(now - 86_400_000).toISOString(),
    when: 'now',
  })
  await until('the import to end', async () => {
    const { state } = await product.api<{ state: string }>('GET', `/api/backfills/${backfill.id}`)
    return state === 'done'
  })
  const me = await product.api<{ user: { id: string } }>('GET', '/api/me')
  const keys = await product.api<{ items: { id: string }[] }>('GET', '/api/keys')
  const firstOf = async (table: string) => {
    const { rows } = await product.database.pool.query<{ id: string }>(
      `select id from ${table} where workspace_id = $1`,
      [product.workspaceId],
    )
    return rows[0]!.id
  }
  ids = {
    call: id,
    followUp: followUp!.id,
    key: keys.items[0]!.id,
    member: me.user.id,
    backfill: backfill.id,
    workspace: product.workspaceId,
    connection: await firstOf('connection'),
    delivery: await firstOf('delivery'),
  }
}, 120_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await rm(webDir, { recursive: true, force: true })
})

/**
 * Every route of the API and what another workspace's owner gets there. `own` = it acts on the asker's own workspace
 * and names nothing of others; `open` = it needs no credentials, so it holds nothing of a workspace by itself.
 */
type Decision = 'own' | 'open' | { path: () => string; status: number; body?: () => object }

const followUpAct = (act: string, body?: object): Decision => ({
  path: () => `/api/follow-ups/${ids.followUp}/${act}`,
  status: 404,
  ...(body && { body: () => body }),
})
const backfillAct = (act: string): Decision => ({
  path: () => `/api/backfills/${ids.backfill}/${act}`,
  status: 404,
})

const DECISIONS: Record<string, Decision> = {
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'POST /api/setup': 'open',
  'POST /api/join': 'open',
  'POST /api/auth/sign-in/email': 'open',
  'POST /api/auth/sign-out': 'open',
  'GET /api/auth/get-session': 'open',
  'POST /api/auth/change-password': 'own',
  'GET /api/me': 'own',
  'GET /api/audit': 'own',
  'GET /api/keys': 'own',
  'POST /api/keys': 'own',
  'DELETE /api/keys/{id}': { path: () => `/api/keys/${ids.key}`, status: 404 },
  'GET /api/members': 'own',
  'POST /api/members/invite': 'own',
  'PATCH /api/members/{id}': {
    path: () => `/api/members/${ids.member}`,
    status: 404,
    body: () => ({ role: 'member' }),
  },
  'DELETE /api/members/{id}': { path: () => `/api/members/${ids.member}`, status: 404 },
  'POST /api/workspaces': {
    path: () => '/api/workspaces',
    status: 403,
    body: () => ({
      name: 'Third',
      ownerEmail: 'third@third.example',
      ownerName: 'Third',
      password: 'a long password',
    }),
  },
  'GET /api/integrations/gong': 'own',
  'DELETE /api/integrations/gong': 'own',
  'PUT /api/integrations/gong/client': 'own',
  'GET /api/integrations/gong/connect': 'own',
  'GET /api/integrations/gong/callback': 'own',
  'POST /api/integrations/gong/resubscribe': 'own',
  'POST /api/integrations/gong/lists-only': 'own',
  'PUT /api/integrations/gong/rule': 'own',
  'POST /api/integrations/gong/rotate-key': 'own',
  'POST /api/integrations/gong/owner': {
    path: () => '/api/integrations/gong/owner',
    status: 404,
    body: () => ({ userId: ids.member }),
  },
  'POST /api/integrations/gong/reconcile': 'own',
  'POST /api/webhooks/gong/{key}': 'open',
  'GET /api/calls': 'own',
  'POST /api/calls': 'own',
  'GET /api/calls/{id}': { path: () => `/api/calls/${ids.call}`, status: 404 },
  'POST /api/calls/{id}/retry': { path: () => `/api/calls/${ids.call}/retry`, status: 404 },
  'GET /api/follow-ups': 'own',
  'GET /api/follow-ups/{id}': { path: () => `/api/follow-ups/${ids.followUp}`, status: 404 },
  'PATCH /api/follow-ups/{id}': {
    path: () => `/api/follow-ups/${ids.followUp}`,
    status: 404,
    body: () => ({ version: 1, subject: 'Taken over' }),
  },
  'POST /api/follow-ups/{id}/approve': followUpAct('approve', { version: 1 }),
  'POST /api/follow-ups/{id}/mark-sent': followUpAct('mark-sent', { via: 'test' }),
  'POST /api/follow-ups/{id}/use-version': followUpAct('use-version', { version: 1 }),
  'POST /api/follow-ups/{id}/dismiss': followUpAct('dismiss'),
  'POST /api/follow-ups/{id}/regenerate': followUpAct('regenerate'),
  'GET /api/stream': 'own',
  'POST /api/backfills/estimate': 'own',
  'POST /api/backfills': 'own',
  'GET /api/backfills': 'own',
  'GET /api/backfills/{id}': { path: () => `/api/backfills/${ids.backfill}`, status: 404 },
  'POST /api/backfills/{id}/pause': backfillAct('pause'),
  'POST /api/backfills/{id}/resume': backfillAct('resume'),
  'POST /api/backfills/{id}/cancel': backfillAct('cancel'),
  'GET /api/admin/health': 'own',
  'GET /api/admin/health/deliveries/{id}': {
    path: () => `/api/admin/health/deliveries/${ids.delivery}`,
    status: 404,
  },
  'POST /api/admin/health/replay': 'own',
  'POST /api/admin/health/retry': 'own',
  'POST /api/admin/health/send-test': 'own',
  'GET /api/admin/alerts': 'own',
  'PUT /api/admin/alerts': 'own',
  'POST /api/admin/alerts/test': 'own',
}

/** What the API does not describe, and why it may be open to all: it holds nothing of a workspace. */
const HIDDEN: Record<string, string> = {
  'GET /metrics': 'numbers of the whole machine, without names',
  'GET /api/openapi.json': 'the description itself, the same for all',
  'GET /': 'a page: the same file for all, whose data comes from the API',
}

/** The pages are one file; which addresses lead to it is the pages' own affair. */
const isPage = (route: string) =>
  route.startsWith('GET /') && !/^GET \/(?:api|metrics|healthz|readyz)/.test(route)

/** Acts of the other workspace on itself, with the first one's ids wherever a body or query could carry them. */
const OWN_ACTS: Record<string, () => Promise<Response>> = {
  'GET /api/me': () => asOther('GET', '/api/me'),
  'GET /api/audit': () => asOther('GET', '/api/audit?limit=200'),
  'GET /api/keys': () => asOther('GET', '/api/keys'),
  'POST /api/keys': () => asOther('POST', '/api/keys', { name: 'Another' }),
  'GET /api/members': () => asOther('GET', '/api/members'),
  'POST /api/members/invite': () => asOther('POST', '/api/members/invite', { email: product.owner.email }),
  'GET /api/integrations/gong': () => asOther('GET', '/api/integrations/gong'),
  'POST /api/integrations/gong/reconcile': () => asOther('POST', '/api/integrations/gong/reconcile'),
  'POST /api/integrations/gong/resubscribe': () =>
    asOther('POST', '/api/integrations/gong/resubscribe', { replace: true }),
  'POST /api/integrations/gong/lists-only': () => asOther('POST', '/api/integrations/gong/lists-only'),
  'POST /api/integrations/gong/rotate-key': () => asOther('POST', '/api/integrations/gong/rotate-key'),
  'PUT /api/integrations/gong/rule': () => asOther('PUT', '/api/integrations/gong/rule', { urlSecret: true }),
  'GET /api/calls': () => asOther('GET', `/api/calls?limit=200&q=${MARK}`),
  'POST /api/calls': () => asOther('POST', '/api/calls', { gong: gongCallId }),
  'GET /api/follow-ups': () => asOther('GET', '/api/follow-ups?limit=200'),
  'GET /api/backfills': () => asOther('GET', '/api/backfills'),
  'GET /api/admin/health': () => asOther('GET', '/api/admin/health'),
  'POST /api/admin/health/replay': () => asOther('POST', '/api/admin/health/replay', { ids: [ids.delivery] }),
  'POST /api/admin/health/retry': () =>
    asOther('POST', '/api/admin/health/retry', { queue: 'follow-up-write' }),
  'GET /api/admin/alerts': () => asOther('GET', '/api/admin/alerts'),
  'PUT /api/admin/alerts': () => asOther('PUT', '/api/admin/alerts', { webhookUrl: null, email: true }),
  'GET /api/integrations/gong/connect': () => asOther('GET', '/api/integrations/gong/connect?as=json'),
  'PUT /api/integrations/gong/client': () =>
    asOther('PUT', '/api/integrations/gong/client', {
      clientId: 'sim-other.two',
      clientSecret: 'simulator',
      gong: 'simulator',
    }),
  'DELETE /api/integrations/gong': () => asOther('DELETE', '/api/integrations/gong'),
}

const asOther = (method: string, path: string, body?: object): Promise<Response> =>
  product.ask(method, path, { key: other.key, ...(body && { body }) })

const withIds = (): [string, Exclude<Decision, string>][] =>
  Object.entries(DECISIONS).flatMap(([route, decision]) =>
    typeof decision === 'string' ? [] : [[route, decision]],
  )

/** Every row of the first workspace, in every table that holds rows of workspaces. */
async function firstWorkspace(): Promise<Map<string, string[]>> {
  const { pool } = product.database
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'workspace_id' order by 1`,
  )
  const found = new Map<string, string[]>()
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `select (to_jsonb(t) - 'last_used_at')::text as row from "${name}" t where workspace_id = $1 order by 1`,
      [product.workspaceId],
    )
    found.set(
      name,
      rows.map(({ row }) => row),
    )
  }
  return found
}

function expectNothingOfFirst(text: string): void {
  expect(text).not.toContain(MARK)
  for (const id of Object.values(ids)) expect(text).not.toContain(id)
}

test('every route of the API has a decision about what other workspaces get there', async () => {
  const { paths } = await product.api<{ paths: Record<string, object> }>('GET', '/api/openapi.json')
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(routes.length).toBeGreaterThan(40)
  expect(routes.filter((route) => !(route in DECISIONS))).toEqual([])
  const untried = Object.entries(DECISIONS).filter(
    ([route, decision]) => decision === 'own' && !(route in OWN_ACTS),
  )
  expect(untried.map(([route]) => route).sort()).toEqual([
    'GET /api/integrations/gong/callback', // a begun connection, below
    'GET /api/stream', // below
    'POST /api/admin/alerts/test', // goes where the asker's own setting says, and knows no ids
    'POST /api/admin/health/send-test', // asks the simulator, and knows no ids
    'POST /api/auth/change-password', // acts on the session's own person only
    'POST /api/backfills', // ranges of time, no ids
    'POST /api/backfills/estimate',
  ])
})

test('every route that the API does not describe is named with its reason, and shows nothing of the first workspace', async () => {
  const registered = registeredRoutes()
  const { paths } = await product.api<{ paths: Record<string, object> }>('GET', '/api/openapi.json')
  const described = new Set(
    Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    ),
  )
  expect([...described].filter((route) => !registered.has(route))).toEqual([])
  const hidden = [...registered].filter((route) => !described.has(route))
  expect(hidden).toEqual(expect.arrayContaining(Object.keys(HIDDEN)))
  expect(hidden.filter((route) => !(route in HIDDEN) && !isPage(route))).toEqual([])
  expect(Object.keys(DECISIONS).filter((route) => !registered.has(route))).toEqual([])
  for (const route of hidden) {
    const path = route.slice('GET '.length).replace('{id}', ids.call)
    for (const key of [null, other.key]) {
      const answer = await product.ask('GET', path, { key, headers: { accept: 'text/html' } })
      expect([route, answer.status]).toEqual([route, 200])
      expectNothingOfFirst(await answer.text())
    }
  }
})

test('every id of the first workspace is unknown to the other’s key and session, and nothing changes', async () => {
  const before = await firstWorkspace()
  expect(before.size).toBeGreaterThan(15)
  for (const table of [
    'call',
    'transcript',
    'follow_up_version',
    'connection',
    'webhook_key',
    'api_key',
    'member',
    'backfill',
  ])
    expect(before.get(table), table).not.toEqual([])
  for (const [route, { path, status, body }] of withIds()) {
    const method = route.split(' ')[0]!
    const credentials = [
      { key: other.key },
      { key: null, headers: { cookie: other.cookie, origin: product.url } },
    ]
    for (const each of credentials) {
      const answer = await product.ask(method, path(), { ...each, ...(body && { body: body() }) })
      expect([route, answer.status]).toEqual([route, status])
      const text = await answer.text()
      expectNothingOfFirst(text)
    }
  }
  expect(await firstWorkspace()).toEqual(before)
})

test('without credentials every route that is not open answers 401', async () => {
  const { paths } = await product.api<{ paths: Record<string, object> }>('GET', '/api/openapi.json')
  const openToAll = new Set(['GET /api/me', 'GET /api/integrations/gong/callback'])
  for (const [path, operations] of Object.entries(paths))
    for (const method of Object.keys(operations)) {
      const route = `${method.toUpperCase()} ${path}`
      if (DECISIONS[route] === 'open' || openToAll.has(route)) continue
      const answer = await product.ask(method.toUpperCase(), path.replace('{id}', ids.call), { key: null })
      expect([route, answer.status]).toEqual([route, 401])
    }
  const me = await (await product.ask('GET', '/api/me', { key: null })).json()
  expect(me).toEqual({ setupNeeded: false, user: null, workspace: null, role: null })
})

test('the live stream tells each workspace of its own calls only, also when another’s position is given', async () => {
  await using mine = await openStream(product.url, { key: product.apiKey })
  await using theirs = await openStream(product.url, { key: other.key })
  const first = await product.callIn(await product.gong.finishCall(call), 'drafted')
  await mine.until('call', first.id)
  const theirCall = await product.gong.finishCall({ company: 'sim-other', title: 'Theirs' })
  const second = await until('their call', async () => {
    const { items } = await other.api<{ items: { id: string; gongCallId: string; state: string }[] }>(
      'GET',
      '/api/calls',
    )
    return items.find((each) => each.gongCallId === theirCall && each.state !== 'expected')
  })
  await theirs.until('call', second.id)
  expect(theirs.text()).not.toContain(first.id)
  expect(theirs.text()).not.toContain(first.followUp!.id)
  expect(mine.text()).not.toContain(second.id)

  const position =
    mine
      .text()
      .match(/^id: (\d+)$/gm)
      ?.at(-1)
      ?.slice(4) ?? ''
  await using resumed = await openStream(product.url, { key: other.key, lastEventId: position })
  await until('an answer to a foreign position', async () => resumed.text().includes('event: reset'))
  expect(resumed.events()).toEqual([])
})

test('a signature of one workspace opens no address of another', async () => {
  const secrets = createSecrets(product.config.secretKey ?? '')
  const keyOf = async (workspaceId: string) => {
    const { rows } = await product.database.pool.query<{ id: string }>(
      'select id from connection where workspace_id = $1',
      [workspaceId],
    )
    return (await presentKey({ id: rows[0]!.id, workspaceId }, 'subscription', product.database.db, secrets))!
  }
  const [mine, theirs] = [await keyOf(product.workspaceId), await keyOf(other.workspaceId)]
  const before = (await product.calls()).length
  const delivery = signedEvent(theirs.secret!, analyzed('4711'))
  const answer = await fetch(webhookUrl(product.url, mine), { method: 'POST', ...delivery })
  expect(answer.status).toBe(401)
  expect((await product.calls()).length).toBe(before)
})

test('a connection begun by one workspace is not finished by another', async () => {
  const { url } = await product.api<{ url: string }>('GET', '/api/integrations/gong/connect?as=json')
  const back = await product.gong.consent(url)
  const before = (await firstWorkspace()).get('connection')
  for (const each of [{ key: other.key }, { key: null, headers: { cookie: other.cookie } }, { key: null }]) {
    const answer = await product.ask('GET', back.pathname + back.search, each)
    expect(answer.headers.get('location')).toBe('/integrations/gong?outcome=expired')
  }
  expect((await firstWorkspace()).get('connection')).toEqual(before)
})

describe('what the other workspace does for itself', () => {
  test('it names nothing of the first one and changes nothing there', async () => {
    const before = await firstWorkspace()
    for (const [route, act] of Object.entries(OWN_ACTS)) {
      const answer = await act()
      expect([route, Math.floor(answer.status / 100)]).toEqual([route, 2])
      const text = await answer.text()
      // The address that was asked for by its Gong id or e-mail comes back; the first workspace's own ids never do.
      expectNothingOfFirst(text)
    }
    expect(await firstWorkspace()).toEqual(before)
    await product.callIn(gongCallId, 'drafted')
  })

  test('an invitation to somebody of the first workspace can not be used', async () => {
    const { link } = await other.api<{ link: string }>('POST', '/api/members/invite', {
      email: product.owner.email,
    })
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token')
    const body = { token, name: 'Anna Berg', password: 'another password' }
    const answer = await product.ask('POST', '/api/join', {
      key: null,
      headers: { origin: product.url },
      body,
    })
    expect(answer.status).toBe(409)
    expect((await product.ask('GET', '/api/members')).status).toBe(200)
  })

  test('the same Gong call in both workspaces is two calls', async () => {
    const { items } = await other.api<{ items: { id: string; gongCallId: string; title: string | null }[] }>(
      'GET',
      '/api/calls',
    )
    const theirs = items.find((each) => each.gongCallId === gongCallId)
    expect(theirs?.id).not.toBe(ids.call)
    expect(theirs?.title ?? null).toBeNull()
  })
})
