import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import {
  type Actor,
  browser,
  PASSWORD,
  program,
  startTestServer,
  type TestServer,
} from '../../test/support/test-server.ts'

let app: TestServer
let ada: Actor

beforeAll(async () => {
  app = await startTestServer()
  ada = await app.setUp()
})
afterAll(() => app.stop())

const make = (headers: Record<string, string>) =>
  app.server.inject({ method: 'POST', url: '/api/keys', headers, payload: { name: 'mine' } })
const me = (headers: Record<string, string>) => app.server.inject({ url: '/api/keys', headers })

describe('nobody signs up', () => {
  const paths = [
    '/sign-up/email',
    '/sign-in/social',
    '/request-password-reset',
    '/forget-password',
    '/reset-password',
    '/verify-email',
    '/send-verification-email',
    '/change-email',
    '/update-user',
    '/delete-user',
    '/list-sessions',
    '/organization/create',
    '/api-key/create',
    '/ok',
    '/error',
    '/sign-in/email/',
    '/../auth/sign-up/email',
    '//sign-up/email',
    '/sign-up%2Femail',
  ]
  test.each(paths)('%s is not there', async (path) => {
    const payload = { email: 'mallory@example.com', password: PASSWORD, name: 'Mallory' }
    for (const method of ['POST', 'GET'] as const) {
      const answer = await app.server.inject({
        method,
        url: `/api/auth${path}`,
        headers: browser(ada.cookie),
        ...(method === 'POST' && { payload }),
      })
      expect([400, 404]).toContain(answer.statusCode)
    }
    const { rows } = await sql`select 1 from "user" where email like 'mallory%'`.execute(app.db)
    expect(rows).toEqual([])
  })

  test('not even from inside the library', async () => {
    const answer = await app.auth.ask('/sign-up/email', {
      method: 'POST',
      headers: {},
      ip: '203.0.113.9',
      body: { email: 'mallory@example.com', password: PASSWORD, name: 'Mallory' },
    })
    expect(answer.status).toBe(400)
  })
})

describe('another website can’t act with a visitor’s cookie', () => {
  test('a foreign, an opaque or a missing origin is refused', async () => {
    const { cookie } = ada
    expect((await make({ cookie, origin: 'https://evil.example' })).statusCode).toBe(403)
    expect((await make({ cookie, origin: 'http://localhost:3000.evil.example' })).statusCode).toBe(403)
    expect((await make({ cookie, origin: 'null' })).statusCode).toBe(403)
    expect((await make({ cookie, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await make({ cookie, 'sec-fetch-site': 'same-site' })).statusCode).toBe(403)
    expect((await make({ cookie })).statusCode).toBe(403)
  })

  test('our own pages and keys are not', async () => {
    const { cookie, key } = ada
    expect((await make(browser(cookie))).statusCode).toBe(201)
    expect((await make({ cookie, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201)
    expect((await make({ ...program(key), origin: 'https://tool.example' })).statusCode).toBe(201)
  })

  test('signing in from a foreign page is refused', async () => {
    const answer = await app.server.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { origin: 'https://evil.example' },
      payload: { email: ada.email, password: PASSWORD },
    })
    expect(answer.statusCode).toBe(403)
  })
})

describe('credentials', () => {
  test('without one, a route that says nothing about access is closed', async () => {
    const answer = await me({})
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toEqual({ error: 'unauthorized', message: expect.stringContaining('sign in') })
    expect(answer.headers['x-ratelimit-limit']).toBeDefined()
  })

  test('a session token read from the database is worth nothing without its signature', async () => {
    const { rows } = await sql<{ token: string }>`select token from session limit 1`.execute(app.db)
    const token = rows[0]?.token ?? ''
    expect((await me({ cookie: `fastfollow.session_token=${token}` })).statusCode).toBe(401)
    expect((await me({ cookie: `fastfollow.session_token=${token}.${'A'.repeat(43)}%3D` })).statusCode).toBe(
      401,
    )
    expect((await me({ authorization: `Bearer ${token}` })).statusCode).toBe(401)
  })

  test('a wrong key is not helped out by a good cookie', async () => {
    expect((await me({ cookie: ada.cookie, authorization: 'Bearer ff_wrong' })).statusCode).toBe(401)
    expect((await me({ cookie: ada.cookie, authorization: 'Bearer' })).statusCode).toBe(401)
  })

  test('no key, password or link stands readable in the database', async () => {
    const { rows: tables } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
    `.execute(app.db)
    const invited = await app.server.inject({
      method: 'POST',
      url: '/api/members/invite',
      headers: program(ada.key),
      payload: { email: 'ben@example.com' },
    })
    const token = invited.json<{ link: string }>().link.split('#token=')[1] ?? 'none'
    for (const { name } of tables) {
      const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(
        app.db,
      )
      for (const { row } of rows)
        for (const secret of [ada.key, PASSWORD, token]) expect(row).not.toContain(secret)
    }
  })

  test('nor in the log', () => {
    expect(app.logged()).not.toContain(ada.key)
    expect(app.logged()).not.toContain(PASSWORD)
    expect(app.logged()).not.toContain(ada.cookie.split('=')[1])
  })
})

describe('guessing is slow', () => {
  test('many wrong passwords from one address are refused, and say when to come back', async () => {
    await using own = await startTestServer()
    await own.setUp()
    const attempt = () =>
      own.server.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        payload: { email: 'ada@example.com', password: 'not the password' },
      })
    const first = await attempt()
    expect(first.statusCode).toBe(401)
    expect(first.json()).toEqual({ error: 'unauthorized', message: 'E-mail address or password is wrong.' })
    let last = first
    for (let n = 0; n < 30 && last.statusCode === 401; n++) last = await attempt()
    expect(last.statusCode).toBe(429)
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
    expect(last.json()).toMatchObject({ error: 'too_many_requests' })
  })

  test('many wrong keys from one address are refused before the database is asked', async () => {
    await using own = await startTestServer()
    const attempt = (n: number) => own.server.inject({ url: '/api/keys', headers: program(`ff_guess${n}`) })
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => attempt(n)))
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([401]))
    const refused = await attempt(61)
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.headers['x-ratelimit-limit']).toBeDefined()
  })

  test('an unknown address gets the same answer as a wrong password', async () => {
    const answer = await app.server.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      payload: { email: 'nobody@example.com', password: 'not the password' },
    })
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toEqual({ error: 'unauthorized', message: 'E-mail address or password is wrong.' })
  })
})
