import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createSecrets } from '../secrets.ts'
import {
  browser,
  PASSWORD,
  program,
  PUBLIC_URL,
  SETUP_TOKEN,
  startTestServer,
} from '../../test/support/test-server.ts'
import { setupLink } from './setup.ts'

const input = {
  setupToken: SETUP_TOKEN,
  name: 'Ada',
  email: 'Ada@Example.com',
  password: PASSWORD,
  workspaceName: 'Acme',
}

test('the first set-up makes an owner, a workspace and a key, and signs the browser in', async () => {
  const told: unknown[] = []
  await using app = await startTestServer({
    onSetUp: (workspace, user) => void told.push([workspace.name, user.email]),
  })
  const before = await app.server.inject({ url: '/api/me' })
  expect(before.json()).toEqual({ setupNeeded: true, user: null, workspace: null, role: null })

  const answer = await app.server.inject({
    method: 'POST',
    url: '/api/setup',
    payload: { ...input, timeZone: 'Europe/Berlin' },
  })

  expect(answer.statusCode).toBe(201)
  const { workspaceId, apiKey } = answer.json<{ workspaceId: string; apiKey: string }>()
  expect(apiKey).toMatch(/^ff_[\w-]{43}$/)
  const cookie = answer.headers['set-cookie']
  expect(String(cookie)).toMatch(/fastfollow\.session_token=.*HttpOnly.*SameSite=Lax/i)
  const me = await app.server.inject({
    url: '/api/me',
    headers: { cookie: String(cookie).split(';')[0] ?? '' },
  })
  expect(me.json()).toMatchObject({
    setupNeeded: false,
    user: { name: 'Ada', email: 'ada@example.com' },
    workspace: { id: workspaceId, name: 'Acme', timeZone: 'Europe/Berlin' },
    role: 'owner',
  })
  expect((await app.server.inject({ url: '/api/members', headers: program(apiKey) })).statusCode).toBe(200)
  expect(told).toEqual([['Acme', 'ada@example.com']])
})

test('with an https address the cookie is for https only', async () => {
  await using app = await startTestServer({ publicUrl: 'https://follow.example' })
  const answer = await app.server.inject({ method: 'POST', url: '/api/setup', payload: input })
  expect(String(answer.headers['set-cookie'])).toMatch(/^__Secure-fastfollow\.session_token=.*Secure/i)
  expect(answer.headers['strict-transport-security']).toBeDefined()
})

test('of ten that set up at once, one does', async () => {
  await using app = await startTestServer()
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      app.server.inject({
        method: 'POST',
        url: '/api/setup',
        payload: { ...input, email: `p${n}@example.com` },
      }),
    ),
  )
  expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([201, ...Array<number>(9).fill(409)])
  const { rows } = await sql<{ n: string }>`select count(*) as n from workspace`.execute(app.db)
  expect(rows[0]?.n).toBe('1')
})

test('a wrong token makes nothing, and too many of them are refused unread', async () => {
  await using app = await startTestServer()
  const attempt = () =>
    app.server.inject({ method: 'POST', url: '/api/setup', payload: { ...input, setupToken: 'wrong' } })
  expect((await attempt()).statusCode).toBe(401)
  let last = await attempt()
  for (let n = 0; n < 40 && last.statusCode === 401; n++) last = await attempt()
  expect(last.statusCode).toBe(429)
  expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
  const { rows } = await sql`select 1 from workspace`.execute(app.db)
  expect(rows).toEqual([])
})

test('once set up, the door is closed even for who knows the token', async () => {
  await using app = await startTestServer()
  await app.setUp()
  const again = await app.server.inject({ method: 'POST', url: '/api/setup', payload: input })
  expect(again.statusCode).toBe(409)
  expect(again.json()).toMatchObject({
    error: 'conflict',
    message: expect.stringContaining('set up already'),
  })
})

test('a foreign page can’t use the setup link for its visitor', async () => {
  await using app = await startTestServer()
  const answer = await app.server.inject({
    method: 'POST',
    url: '/api/setup',
    headers: { origin: 'https://evil.example' },
    payload: input,
  })
  expect(answer.statusCode).toBe(403)
})

test('the printed link is the same after a restart, and gone once used', async () => {
  await using app = await startTestServer({ setupToken: undefined })
  const parts = { db: app.db, config: { publicUrl: PUBLIC_URL, setupToken: undefined } }
  const link = await setupLink({ ...parts, secrets: app.secrets })
  expect(link).toMatch(/^http:\/\/localhost:3000\/setup#token=[\w-]{43}$/)
  expect(await setupLink({ ...parts, secrets: createSecrets('root of the test') })).toBe(link)
  expect(await setupLink({ ...parts, secrets: createSecrets('another root') })).not.toBe(link)

  const setupToken = link?.split('#token=')[1]
  const answer = await app.server.inject({
    method: 'POST',
    url: '/api/setup',
    payload: { ...input, setupToken },
  })
  expect(answer.statusCode).toBe(201)
  expect(await setupLink({ ...parts, secrets: app.secrets })).toBeNull()
})

test('what should follow the setup may fail without undoing it', async () => {
  await using app = await startTestServer({
    onSetUp: () => {
      throw new Error('the simulator is away')
    },
  })
  const ada = await app.setUp()
  expect((await app.server.inject({ url: '/api/me', headers: browser(ada.cookie) })).json()).toMatchObject({
    role: 'owner',
  })
})

test('input that is not right says what to change', async () => {
  await using app = await startTestServer()
  const answer = await app.server.inject({
    method: 'POST',
    url: '/api/setup',
    payload: { ...input, password: 'short', timeZone: 'Mars/Base' },
  })
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({
    error: 'bad_request',
    message: expect.stringMatching(/at least 10 characters.*time zone/),
  })
})
