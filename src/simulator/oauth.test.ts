import { afterEach, beforeEach, expect, test } from 'vitest'
import { GongClient, REDIRECT, SCOPES, answerOf } from '../../test/support/gong-client.ts'
import { startTestSimulator } from '../../test/support/simulator.ts'
import type { TestSimulator } from '../../test/support/simulator.ts'

let now: Date
let simulator: TestSimulator
const gong = new GongClient(() => simulator)

beforeEach(async () => {
  now = new Date('2026-11-23T10:00:00Z')
  simulator = await startTestSimulator({ clock: { now: () => now } })
  // These tests are about something else than the allowance.
  await simulator.faults({ ratePerSecond: 10_000 })
})
afterEach(() => simulator.stop())

test('an admin who allows leads to tokens, once, with what was granted', async () => {
  const back = await simulator.consent(gong.authorizeUrl(), { grant: SCOPES.slice(0, 2) })
  expect(back.searchParams.get('state')).toBe('a state')
  const parameters = {
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    redirect_uri: REDIRECT,
  }
  const first = await gong.askForTokens(parameters)
  expect(first.body).toEqual({
    access_token: expect.any(String),
    refresh_token: expect.any(String),
    token_type: 'Bearer',
    expires_in: 86_400,
    scope: SCOPES.slice(0, 2).join(' '),
    api_base_url_for_customer: simulator.url,
  })
  const second = await gong.askForTokens(parameters)
  expect(second).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
})

test('an admin who denies sends the client back with access_denied', async () => {
  const back = await simulator.consent(gong.authorizeUrl(), { deny: true })
  expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'a state' })
})

test('a code is bound to its client and redirect address, and dies after ten minutes', async () => {
  const grant = { grant_type: 'authorization_code', redirect_uri: REDIRECT }
  const foreign = await gong.askForTokens({ ...grant, code: await gong.codeFor() }, { client: 'sim-other' })
  const elsewhere = await gong.askForTokens({
    ...grant,
    code: await gong.codeFor(),
    redirect_uri: `${REDIRECT}/x`,
  })
  const code = await gong.codeFor()
  now = new Date(now.getTime() + 600_001)
  const late = await gong.askForTokens({ ...grant, code })
  for (const refused of [foreign, elsewhere, late])
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
})

test('a refresh token is good for one refresh, sent as query or as form', async () => {
  const first = await gong.connect()
  const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token }
  const second = await gong.askForTokens(refresh)
  expect(second.status).toBe(200)
  expect(await gong.askForTokens(refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  const third = await gong.askForTokens(
    { ...refresh, refresh_token: second.body.refresh_token },
    { form: true },
  )
  expect(third.status).toBe(200)
  expect((await gong.ask(third.body.access_token, '/v2/users')).status).toBe(200)
})

test('an access token lives as long as was asked for', async () => {
  const code = await gong.codeFor()
  const { body } = await gong.askForTokens({
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT,
    validity_duration: '60',
  })
  expect(body.expires_in).toBe(60)
  now = new Date(now.getTime() + 60_000)
  expect((await gong.ask(body.access_token, '/v2/users')).status).toBe(401)
})

test('a redirect address elsewhere is refused on the page itself, and so is an unknown client', async () => {
  const elsewhere = gong
    .authorizeUrl()
    .replace(encodeURIComponent(REDIRECT), encodeURIComponent('https://evil.example/'))
  for (const url of [elsewhere, gong.authorizeUrl('other')]) {
    const page = await fetch(url, { redirect: 'manual' })
    expect([page.status, page.headers.get('location')]).toEqual([400, null])
  }
})

test('what a client sends is shown as text, never as markup', async () => {
  const page = await fetch(
    `${gong.authorizeUrl()}&state=%22%3E%3Cscript%3Ealert(1)%3C/script%3E`.replace('state=a+state&', ''),
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
  const { access_token, refresh_token } = await gong.connect()
  await simulator.faults({ refreshFails: true })
  expect((await gong.askForTokens({ grant_type: 'refresh_token', refresh_token })).body.error).toBe(
    'invalid_grant',
  )
  await simulator.faults({ refreshFails: 503 })
  expect((await gong.askForTokens({ grant_type: 'refresh_token', refresh_token })).status).toBe(503)
  await simulator.faults({ refreshFails: false, revokeTokens: true })
  expect((await gong.ask(access_token, '/v2/users')).status).toBe(401)
  expect((await gong.askForTokens({ grant_type: 'refresh_token', refresh_token })).body.error).toBe(
    'invalid_grant',
  )
  await gong.connect()
  await simulator.faults({ unapprovedClient: true })
  const back = await simulator.consent(gong.authorizeUrl())
  expect(back.searchParams.get('error')).toBe('unauthorized_client')
})

test('a refresh whose answer is lost has happened all the same', async () => {
  const { refresh_token } = await gong.connect()
  await simulator.faults({ loseRefreshAnswer: true })
  const refresh = () => gong.askForTokens({ grant_type: 'refresh_token', refresh_token })
  await expect(refresh()).rejects.toThrow(TypeError)
  expect(simulator.requests().requests.at(-1)).toMatchObject({ kind: 'token', status: 0 })
  await simulator.faults({ loseRefreshAnswer: false })
  expect(await refresh()).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
})

test('companies do not see each other', async () => {
  const [one, other] = [await gong.connect('sim-one'), await gong.connect('sim-two')]
  const id = await simulator.finishCall({ company: 'sim-one' })
  expect((await gong.ask(one.access_token, `/v2/calls/${id}`)).status).toBe(200)
  expect((await gong.ask(other.access_token, `/v2/calls/${id}`)).status).toBe(404)
})

test('calls finished before anybody connected are those the first client finds', async () => {
  const id = await simulator.finishCall()
  const { access_token } = await gong.connect('sim-anything')
  expect((await gong.ask(access_token, `/v2/calls/${id}`)).status).toBe(200)
})
