import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestSimulator } from '../../test/support/simulator.ts'
import type { TestSimulator } from '../../test/support/simulator.ts'

const SCOPES = [
  'api:calls:read:basic',
  'api:calls:read:extensive',
  'api:calls:read:transcript',
  'api:users:read',
]
const REDIRECT = 'http://localhost:3000/api/integrations/gong/callback'

let now: Date
let simulator: TestSimulator

beforeEach(async () => {
  now = new Date('2026-11-23T10:00:00Z')
  simulator = await startTestSimulator({ clock: { now: () => now } })
  // Most tests are about something else than the allowance.
  await simulator.faults({ ratePerSecond: 10_000 })
})
afterEach(() => simulator.stop())

interface Answer {
  status: number
  headers: Headers
  // The tests say what they expect of the bodies.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

function authorizeUrl(client = 'sim-test', scopes = SCOPES): string {
  const url = new URL('/oauth2/authorize', simulator.url)
  url.search = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    scope: scopes.join(' '),
    redirect_uri: REDIRECT,
    state: 'a state',
  }).toString()
  return url.href
}

function askForTokens(parameters: Record<string, string>, options: { client?: string; form?: boolean } = {}) {
  const url = new URL('/oauth2/generate-customer-token', simulator.url)
  const body = new URLSearchParams(parameters)
  if (!options.form) url.search = body.toString()
  const authorization = `Basic ${Buffer.from(`${options.client ?? 'sim-test'}:secret`).toString('base64')}`
  return fetch(url, {
    method: 'POST',
    headers: { authorization },
    ...(options.form && { body }),
  }).then(answerOf)
}

async function codeFor(client = 'sim-test', answer: { grant?: string[] } = {}): Promise<string> {
  const back = await simulator.consent(authorizeUrl(client), answer)
  return back.searchParams.get('code') ?? ''
}

async function connect(client = 'sim-test', answer: { grant?: string[] } = {}): Promise<Answer['body']> {
  const code = await codeFor(client, answer)
  const tokens = await askForTokens(
    { grant_type: 'authorization_code', code, redirect_uri: REDIRECT },
    { client },
  )
  expect(tokens.status).toBe(200)
  return tokens.body
}

function ask(
  token: string,
  path: string,
  body?: unknown,
  method = body === undefined ? 'GET' : 'POST',
): Promise<Answer> {
  return fetch(new URL(path, simulator.url), {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).then(answerOf)
}

describe('connecting', () => {
  test('an admin who allows leads to tokens, once, with what was granted', async () => {
    const back = await simulator.consent(authorizeUrl(), { grant: SCOPES.slice(0, 2) })
    expect(back.searchParams.get('state')).toBe('a state')
    const parameters = {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: REDIRECT,
    }
    const first = await askForTokens(parameters)
    expect(first.body).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 86_400,
      scope: SCOPES.slice(0, 2).join(' '),
      api_base_url_for_customer: simulator.url,
    })
    const second = await askForTokens(parameters)
    expect(second).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('an admin who denies sends the client back with access_denied', async () => {
    const back = await simulator.consent(authorizeUrl(), { deny: true })
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'a state' })
  })

  test('a code is bound to its client and redirect address, and dies after ten minutes', async () => {
    const grant = { grant_type: 'authorization_code', redirect_uri: REDIRECT }
    const foreign = await askForTokens({ ...grant, code: await codeFor() }, { client: 'sim-other' })
    const elsewhere = await askForTokens({ ...grant, code: await codeFor(), redirect_uri: `${REDIRECT}/x` })
    const code = await codeFor()
    now = new Date(now.getTime() + 600_001)
    const late = await askForTokens({ ...grant, code })
    for (const refused of [foreign, elsewhere, late])
      expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('a refresh token is good for one refresh, sent as query or as form', async () => {
    const first = await connect()
    const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token }
    const second = await askForTokens(refresh)
    expect(second.status).toBe(200)
    expect(await askForTokens(refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    const third = await askForTokens({ ...refresh, refresh_token: second.body.refresh_token }, { form: true })
    expect(third.status).toBe(200)
    expect((await ask(third.body.access_token, '/v2/users')).status).toBe(200)
  })

  test('an access token lives as long as was asked for', async () => {
    const code = await codeFor()
    const { body } = await askForTokens({
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT,
      validity_duration: '60',
    })
    expect(body.expires_in).toBe(60)
    now = new Date(now.getTime() + 60_000)
    expect((await ask(body.access_token, '/v2/users')).status).toBe(401)
  })

  test('a redirect address elsewhere is refused on the page itself, and so is an unknown client', async () => {
    const elsewhere = authorizeUrl().replace(
      encodeURIComponent(REDIRECT),
      encodeURIComponent('https://evil.example/'),
    )
    for (const url of [elsewhere, authorizeUrl('other')]) {
      const page = await fetch(url, { redirect: 'manual' })
      expect([page.status, page.headers.get('location')]).toEqual([400, null])
    }
  })

  test('what a client sends is shown as text, never as markup', async () => {
    const page = await fetch(
      `${authorizeUrl()}&state=%22%3E%3Cscript%3Ealert(1)%3C/script%3E`.replace('state=a+state&', ''),
    )
    const text = await page.text()
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('&lt;script&gt;')
  })

  test('without client authentication there are no tokens', async () => {
    const response = await fetch(
      new URL('/oauth2/generate-customer-token?grant_type=refresh_token', simulator.url),
      {
        method: 'POST',
      },
    )
    expect(await answerOf(response)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  test('faults: an unapproved client, revoked tokens, refused refreshing', async () => {
    const { access_token, refresh_token } = await connect()
    await simulator.faults({ refreshFails: true })
    expect((await askForTokens({ grant_type: 'refresh_token', refresh_token })).body.error).toBe(
      'invalid_grant',
    )
    await simulator.faults({ refreshFails: 503 })
    expect((await askForTokens({ grant_type: 'refresh_token', refresh_token })).status).toBe(503)
    await simulator.faults({ refreshFails: false, revokeTokens: true })
    expect((await ask(access_token, '/v2/users')).status).toBe(401)
    expect((await askForTokens({ grant_type: 'refresh_token', refresh_token })).body.error).toBe(
      'invalid_grant',
    )
    await connect()
    await simulator.faults({ unapprovedClient: true })
    const back = await simulator.consent(authorizeUrl())
    expect(back.searchParams.get('error')).toBe('unauthorized_client')
  })

  test('a refresh whose answer is lost has happened all the same', async () => {
    const { refresh_token } = await connect()
    await simulator.faults({ loseRefreshAnswer: true })
    const refresh = () => askForTokens({ grant_type: 'refresh_token', refresh_token })
    await expect(refresh()).rejects.toThrow(TypeError)
    expect(simulator.requests().requests.at(-1)).toMatchObject({ kind: 'token', status: 0 })
    await simulator.faults({ loseRefreshAnswer: false })
    expect(await refresh()).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('companies do not see each other', async () => {
    const [one, other] = [await connect('sim-one'), await connect('sim-two')]
    const id = await simulator.finishCall({ company: 'sim-one' })
    expect((await ask(one.access_token, `/v2/calls/${id}`)).status).toBe(200)
    expect((await ask(other.access_token, `/v2/calls/${id}`)).status).toBe(404)
  })

  test('calls finished before anybody connected are those the first client finds', async () => {
    const id = await simulator.finishCall()
    const { access_token } = await connect('sim-anything')
    expect((await ask(access_token, `/v2/calls/${id}`)).status).toBe(200)
  })
})

describe('reading', () => {
  const range = '/v2/calls?fromDateTime=2026-08-01T00:00:00Z&toDateTime=2026-12-01T00:00:00%2B01:00'

  test('a history comes in pages of 100, oldest first, and the last has no cursor', async () => {
    await simulator.seed({ calls: 250, days: 60, seed: 7 })
    const { access_token } = await connect()
    const pages = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Answer = await ask(access_token, cursor === '' ? range : `${range}&cursor=${cursor}`)
      pages.push(page.body)
      cursor = page.body.records.cursor ?? null
    }
    expect(pages.map((page) => page.records.currentPageSize)).toEqual([100, 100, 50])
    expect(pages.map((page) => page.records.currentPageNumber)).toEqual([0, 1, 2])
    expect(pages.map((page) => page.records.totalRecords)).toEqual([250, 250, 250])
    expect('cursor' in pages[2].records).toBe(false)
    const calls = pages.flatMap((page) => page.calls)
    expect(new Set(calls.map((call) => call.id)).size).toBe(250)
    const starts = calls.map((call) => Date.parse(call.started))
    expect(starts).toEqual(starts.toSorted((one, other) => one - other))
    expect(calls.every((call) => /^\d{19}$/.test(call.id))).toBe(true)
    expect(new Set(calls.map((call) => /(Z|[+-]\d\d:\d\d)$/.exec(call.started)?.[0])).size).toBeGreaterThan(2)
  })

  test('a cursor dies an hour after the first page, however far one has come', async () => {
    await simulator.seed({ calls: 250, days: 60, seed: 7 })
    const { access_token } = await connect()
    const first = (await ask(access_token, range)).body.records.cursor
    now = new Date(now.getTime() + 3_500_000)
    const second = (await ask(access_token, `${range}&cursor=${first}`)).body.records.cursor
    now = new Date(now.getTime() + 101_000)
    const third = await ask(access_token, `${range}&cursor=${second}`)
    expect(third).toMatchObject({ status: 400, body: { errors: ['cursor has expired'] } })
    const forged = await ask(access_token, `${range}&cursor=${first.slice(0, -4)}AAAA`)
    expect(forged).toMatchObject({ status: 400, body: { errors: ['Failed to verify cursor'] } })
  })

  test('details of 100 calls are one page; an unknown id is left out', async () => {
    const { access_token } = await connect()
    const ids = await simulator.finishCalls({ count: 99, notify: false })
    const { status, body } = await ask(access_token, '/v2/calls/extensive', {
      cursor: null,
      filter: { callIds: [...ids, '1234567890123456789'], unknownKey: 1 },
      contentSelector: { exposedFields: { parties: true } },
    })
    expect([status, body.calls.length, 'cursor' in body.records]).toEqual([200, 99, false])
    expect(body.calls.map((call: Answer['body']) => call.metaData.id).sort()).toEqual(ids.toSorted())
  })

  test('guests have no userId, hosts are users, and speakers join to the transcript', async () => {
    const { access_token } = await connect()
    const id = await simulator.finishCall()
    const filter = { callIds: [id] }
    const details = await ask(access_token, '/v2/calls/extensive', {
      filter,
      contentSelector: { exposedFields: { parties: true } },
    })
    const [call] = details.body.calls
    const guests = call.parties.filter((party: Answer['body']) => party.affiliation === 'External')
    expect(guests.length).toBeGreaterThan(0)
    expect(guests.some((party: Answer['body']) => 'userId' in party)).toBe(false)
    const users = (await ask(access_token, '/v2/users')).body.users
    expect(users.map((user: Answer['body']) => user.id)).toContain(call.metaData.primaryUserId)
    const { body } = await ask(access_token, '/v2/calls/transcript', { filter })
    const speakers = new Set(body.callTranscripts[0].transcript.map((part: Answer['body']) => part.speakerId))
    const known = call.parties.map((party: Answer['body']) => party.speakerId)
    expect([...speakers].every((speaker) => known.includes(speaker))).toBe(true)
  })

  test('a call may be deleted, made private or analysed again later', async () => {
    const { access_token } = await connect()
    const id = await simulator.finishCall()
    const details = () => ask(access_token, '/v2/calls/extensive', { filter: { callIds: [id] } })
    await simulator.control.changeCall(id, { isPrivate: true, transcript: 'Ada: All is different now.' })
    expect((await details()).body.calls[0].metaData.isPrivate).toBe(true)
    const { body } = await ask(access_token, '/v2/calls/transcript', { filter: { callIds: [id] } })
    expect(body.callTranscripts[0].transcript[0].sentences[0].text).toBe('All is different now.')
    await simulator.control.deleteCall(id)
    expect((await details()).status).toBe(404)
  })

  test('odd records keep their id, and the others of the page are whole', async () => {
    const { access_token } = await connect()
    const ids = await simulator.finishCalls({ count: 100, notify: false })
    await simulator.faults({ oddRecords: 0.2 })
    const { body } = await ask(access_token, '/v2/calls/extensive', { filter: { callIds: ids } })
    const odd = body.calls.filter((call: Answer['body']) => typeof call.metaData.started !== 'string')
    expect(odd.length).toBeGreaterThan(0)
    expect(odd.length).toBeLessThan(50)
    expect(body.calls.map((call: Answer['body']) => call.metaData.id).toSorted()).toEqual(ids.toSorted())
  })

  test('without a selector there is metadata only', async () => {
    const { access_token } = await connect()
    const id = await simulator.finishCall()
    const { body } = await ask(access_token, '/v2/calls/extensive', { filter: { callIds: [id] } })
    expect(Object.keys(body.calls[0])).toEqual(['metaData'])
  })

  test('list, details and transcript learn of a call at their own times', async () => {
    const { access_token } = await connect()
    const id = await simulator.finishCall({ listDelayS: 10, transcriptDelayS: 20, detailDelayS: 30 })
    const seen = async () => [
      (await ask(access_token, `/v2/calls/${id}`)).status,
      (await ask(access_token, '/v2/calls/transcript', { filter: { callIds: [id] } })).status,
      (await ask(access_token, '/v2/calls/extensive', { filter: { callIds: [id] } })).status,
    ]
    expect(await seen()).toEqual([404, 404, 404])
    now = new Date(now.getTime() + 10_000)
    expect(await seen()).toEqual([200, 404, 404])
    now = new Date(now.getTime() + 10_000)
    expect(await seen()).toEqual([200, 200, 404])
    now = new Date(now.getTime() + 10_000)
    expect(await seen()).toEqual([200, 200, 200])
  })

  test('a private call has a transcript all the same, and the log tells who asked for it', async () => {
    const { access_token } = await connect()
    const id = await simulator.finishCall({ isPrivate: true })
    const { status } = await ask(access_token, '/v2/calls/transcript', { filter: { callIds: [id] } })
    expect(status).toBe(200)
    expect(simulator.requests().requests.at(-1)).toMatchObject({
      path: '/v2/calls/transcript',
      callIds: [id],
    })
  })

  test.each([
    ['an empty list of ids', '/v2/calls/extensive', { filter: { callIds: [] } }, 400, /callIds/],
    ['no filter', '/v2/calls/transcript', {}, 400, /filter: must not be null/],
    [
      'an id that cannot be',
      '/v2/calls/extensive',
      { filter: { callIds: ['99999999999999999999'] } },
      400,
      /Bad request/,
    ],
    [
      'a range backwards',
      '/v2/calls/extensive',
      { filter: { fromDateTime: '2026-11-02T00:00:00Z', toDateTime: '2026-11-01T00:00:00Z' } },
      400,
      /must be before toDateTime/,
    ],
    [
      'nothing found',
      '/v2/calls/extensive',
      { filter: { callIds: ['1'] } },
      404,
      /^No calls found corresponding to the provided filters$/,
    ],
    ['nobody found', '/v2/users/extensive', { filter: { userIds: ['1'] } }, 404, /^No users found/],
    ['another verb', '/v2/users', { filter: {} }, 405, /^Method Not Allowed$/],
    ['an unknown path', '/v2/nothing', {}, 404, /Not Found/],
  ])('%s is answered in the envelope', async (_name, path, body, status, text) => {
    const { access_token } = await connect()
    const answer = await ask(access_token, path, body)
    expect(answer.status).toBe(status)
    expect(answer.body).toEqual({
      requestId: expect.stringMatching(/^[0-9a-z]{18,19}$/),
      errors: [expect.stringMatching(text)],
    })
    expect(answer.headers.get('x-traceid')).toBe(answer.body.requestId)
  })

  test('another media type is 415, and no token 401', async () => {
    const { access_token } = await connect()
    const url = new URL('/v2/calls/extensive', simulator.url)
    const authorization = `Bearer ${access_token}`
    const typed = await fetch(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'text/plain' },
      body: '{}',
    })
    expect(await answerOf(typed)).toMatchObject({ status: 415, body: { errors: ['Unsupported Media Type'] } })
    expect((await fetch(url, { method: 'POST' })).status).toBe(401)
  })

  test('a scope that was not granted is refused with the sentence that names it', async () => {
    const { access_token } = await connect('sim-test', { grant: SCOPES.slice(0, 1) })
    const refused = () => ask(access_token, '/v2/calls/transcript', { filter: {} })
    const errors = ["You don't have permission to use 'api:calls:read:transcript' in your app."]
    expect(await refused()).toMatchObject({ status: 401, body: { errors } })
    await simulator.faults({ scopeErrorStatus: 403 })
    expect(await refused()).toMatchObject({ status: 403, body: { errors } })
  })

  test('a scope that goes missing later is refused, too, and comes back', async () => {
    const { access_token } = await connect()
    await simulator.faults({ missingScopes: ['api:users:read'] })
    expect((await ask(access_token, '/v2/users')).status).toBe(401)
    await simulator.faults({ missingScopes: null })
    expect((await ask(access_token, '/v2/users')).status).toBe(200)
  })

  test('the set-up person is a user, with a manager', async () => {
    await simulator.control.setPerson({ name: 'Ada Example', email: 'ada@example.com' })
    const { access_token } = await connect()
    const { users } = (await ask(access_token, '/v2/users')).body
    const ada = users.find((user: Answer['body']) => user.emailAddress === 'ada@example.com')
    expect(ada).toMatchObject({ firstName: 'Ada', lastName: 'Example', active: true })
    expect(users.map((user: Answer['body']) => user.id)).toContain(ada.managerId)
  })
})

describe('restarting', () => {
  test('calls, tokens and subscriptions are still there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulator-'))
    const stateFile = join(folder, 'state.json')
    try {
      await simulator.stop()
      simulator = await startTestSimulator({ stateFile })
      const tokens = await connect()
      const id = await simulator.finishCall({ transcript: 'Ada: Hello there.\nBen: I send it tomorrow.' })
      await ask(tokens.access_token, '/v2/webhooks/subscriptions', {
        event: 'call.analyzed',
        url: 'http://localhost:1/x',
      })
      await simulator.stop()
      simulator = await startTestSimulator({ stateFile })
      expect((await ask(tokens.access_token, '/v2/webhooks/subscriptions')).body.subscriptions).toHaveLength(
        1,
      )
      const { body } = await ask(tokens.access_token, '/v2/calls/transcript', { filter: { callIds: [id] } })
      expect(body.callTranscripts[0].transcript).toHaveLength(2)
      const refreshed = await askForTokens({
        grant_type: 'refresh_token',
        refresh_token: tokens.refresh_token,
      })
      expect(refreshed.status).toBe(200)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('a kill right after a refresh loses nothing: the answer is on disk before it is sent', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulator-'))
    const [stateFile, copy] = [join(folder, 'state.json'), join(folder, 'copy.json')]
    try {
      await simulator.stop()
      simulator = await startTestSimulator({ stateFile })
      const tokens = await connect()
      const refreshed = await askForTokens({
        grant_type: 'refresh_token',
        refresh_token: tokens.refresh_token,
      })
      await copyFile(stateFile, copy)
      await simulator.stop()
      simulator = await startTestSimulator({ stateFile: copy })
      const again = await askForTokens({
        grant_type: 'refresh_token',
        refresh_token: refreshed.body.refresh_token,
      })
      expect(again.status).toBe(200)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('no token is readable in the state file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulator-'))
    const stateFile = join(folder, 'state.json')
    try {
      await simulator.stop()
      simulator = await startTestSimulator({ stateFile })
      const { access_token, refresh_token } = await connect()
      const { body } = await ask(access_token, '/v2/webhooks/subscriptions', {
        event: 'call.analyzed',
        url: 'http://localhost:1/x',
      })
      await simulator.stop()
      const text = await readFile(stateFile, 'utf8')
      expect(text).toContain('http://localhost:1/x')
      for (const secret of [access_token, refresh_token, body.subscription.token.slice(6)])
        expect(text).not.toContain(secret)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
