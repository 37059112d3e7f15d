import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Actor,
  browser,
  PASSWORD,
  program,
  PUBLIC_URL,
  startTestServer,
  type TestServer,
} from '../../test/support/test-server.ts'

let app: TestServer
let ada: Actor
let ben: Actor
let eve: Actor
let now = new Date()

beforeAll(async () => {
  app = await startTestServer({ clock: { now: () => now } })
  ada = await app.setUp()
  ben = await app.join(ada.workspaceId, 'ben@example.com')
  eve = await app.otherWorkspace(ada)
})
afterAll(() => app.stop())

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
const ask = (who: Actor, method: Method, url: string, payload?: object) =>
  app.server.inject({ method, url, headers: program(who.key), ...(payload && { payload }) })

const invite = async (who: Actor, payload: object) => ask(who, 'POST', '/api/members/invite', payload)
const tokenOf = (answer: { json: () => { link: string } }) => answer.json().link.split('#token=')[1] ?? ''
const join = (token: string, more: object = {}) =>
  app.server.inject({ method: 'POST', url: '/api/join', payload: { token, password: PASSWORD, ...more } })

describe('joining', () => {
  test('an invited person joins with a name and is signed in', async () => {
    const answer = await invite(ada, { email: 'Cleo@Example.com', role: 'admin' })
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toMatchObject({ purpose: 'join', email: 'cleo@example.com' })
    expect(answer.json<{ link: string }>().link).toMatch(new RegExp(`^${PUBLIC_URL}/join#token=[\\w-]{43}$`))

    const joined = await join(tokenOf(answer), { name: 'Cleo' })
    expect(joined.statusCode).toBe(200)
    const cookie = `fastfollow.session_token=${encodeURIComponent(joined.cookies[0]?.value ?? '')}`
    const me = await app.server.inject({ url: '/api/me', headers: { cookie } })
    expect(me.json()).toMatchObject({ user: { name: 'Cleo', email: 'cleo@example.com' }, role: 'admin' })
  })

  test('a link works once, even for two at once', async () => {
    const token = tokenOf(await invite(ada, { email: 'dan@example.com' }))
    const answers = await Promise.all([join(token), join(token), join(token)])
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 404, 404])
    expect((await join(token)).statusCode).toBe(404)
  })

  test('a link is dead after seven days, and when a newer one was made', async () => {
    const older = tokenOf(await invite(ada, { email: 'finn@example.com' }))
    const newer = tokenOf(await invite(ada, { email: 'finn@example.com' }))
    expect((await join(older)).statusCode).toBe(404)
    const made = now
    now = new Date(made.getTime() + 8 * 24 * 60 * 60 * 1000)
    expect((await join(newer)).statusCode).toBe(404)
    now = new Date(made.getTime() + 6 * 24 * 60 * 60 * 1000)
    expect((await join(newer)).statusCode).toBe(200)
    now = made
  })

  test('someone of another workspace can’t be drawn into this one, nor is it told that they exist', async () => {
    const answer = await invite(ada, { email: eve.email })
    expect(answer.json()).toMatchObject({ purpose: 'join' })
    expect((await join(tokenOf(answer))).statusCode).toBe(409)
    expect((await ask(eve, 'GET', '/api/me')).json()).toMatchObject({ workspace: { name: 'Other' } })
  })

  test('a member’s link lets them choose a new password and ends their sessions', async () => {
    const before = ben.cookie
    const answer = await invite(ada, { email: ben.email })
    expect(answer.json()).toMatchObject({ purpose: 'reset' })
    const password = 'another fine password'
    expect((await join(tokenOf(answer), { password })).statusCode).toBe(200)
    expect((await app.server.inject({ url: '/api/keys', headers: { cookie: before } })).statusCode).toBe(401)
    expect(await app.signIn(ben.email)).toBe('')
    ben.cookie = await app.signIn(ben.email, password)
    expect(ben.cookie).not.toBe('')
  })

  test('members invite nobody; admins make and take over no owner', async () => {
    expect((await invite(ben, { email: 'x@example.com' })).statusCode).toBe(403)
    const gus = await app.join(ada.workspaceId, 'gus@example.com', 'admin')
    expect((await invite(gus, { email: 'y@example.com', role: 'owner' })).statusCode).toBe(403)
    expect((await invite(gus, { email: ada.email })).statusCode).toBe(403)
  })
})

describe('members', () => {
  test('the list says who is who, of this workspace only', async () => {
    const { items } = (await ask(ben, 'GET', '/api/members')).json<{
      items: { email: string; isMe: boolean }[]
    }>()
    expect(items[0]).toMatchObject({ email: 'ada@example.com', role: 'owner', isMe: false })
    expect(items.find((item) => item.email === ben.email)?.isMe).toBe(true)
    expect(items.some((item) => item.email === eve.email)).toBe(false)
  })

  test('the last owner stays, and stays owner', async () => {
    expect((await ask(ada, 'PATCH', `/api/members/${ada.userId}`, { role: 'member' })).statusCode).toBe(409)
    expect((await ask(ada, 'DELETE', `/api/members/${ada.userId}`)).statusCode).toBe(409)
  })

  test('of two owners who remove each other at once, one stays', async () => {
    await using own = await startTestServer()
    const one = await own.setUp()
    const two = await own.join(one.workspaceId, 'two@example.com', 'owner')
    const remove = (who: Actor, whom: Actor) =>
      own.server.inject({ method: 'DELETE', url: `/api/members/${whom.userId}`, headers: program(who.key) })
    const answers = await Promise.all([remove(one, two), remove(two, one)])
    expect(answers.filter((answer) => answer.statusCode === 204)).toHaveLength(1)
  })

  test('a changed role counts at once, also for keys', async () => {
    expect((await ask(ben, 'GET', '/api/audit')).statusCode).toBe(403)
    expect((await ask(ada, 'PATCH', `/api/members/${ben.userId}`, { role: 'admin' })).json()).toMatchObject({
      role: 'admin',
    })
    expect((await ask(ben, 'GET', '/api/audit')).statusCode).toBe(200)
    expect((await ask(ben, 'PATCH', `/api/members/${ada.userId}`, { role: 'member' })).statusCode).toBe(403)
    expect((await ask(ben, 'PATCH', `/api/members/${ben.userId}`, { role: 'owner' })).statusCode).toBe(403)
    await ask(ada, 'PATCH', `/api/members/${ben.userId}`, { role: 'member' })
  })

  test('who is removed is out at once, and can be invited again', async () => {
    const hal = await app.join(ada.workspaceId, 'hal@example.com')
    expect((await ask(ada, 'DELETE', `/api/members/${hal.userId}`)).statusCode).toBe(204)
    expect((await ask(hal, 'GET', '/api/members')).statusCode).toBe(401)
    expect(
      (await app.server.inject({ url: '/api/members', headers: { cookie: hal.cookie } })).statusCode,
    ).toBe(401)
    const again = await app.join(ada.workspaceId, 'hal@example.com')
    expect(again.userId).toBe(hal.userId)
    expect((await ask(again, 'GET', '/api/members')).statusCode).toBe(200)
    expect((await ask(hal, 'GET', '/api/members')).statusCode).toBe(401)
  })

  test('another workspace’s people are not found', async () => {
    expect((await ask(ada, 'PATCH', `/api/members/${eve.userId}`, { role: 'member' })).statusCode).toBe(404)
    expect((await ask(eve, 'DELETE', `/api/members/${ben.userId}`)).statusCode).toBe(404)
    expect((await ask(eve, 'GET', '/api/members')).json<{ items: unknown[] }>().items).toHaveLength(1)
  })
})

describe('keys', () => {
  test('a key works until it is revoked', async () => {
    const made = (await ask(ben, 'POST', '/api/keys', { name: 'Reports' })).json<{
      id: string
      key: string
      prefix: string
    }>()
    expect(made.key.startsWith(made.prefix)).toBe(true)
    const use = () => app.server.inject({ url: '/api/me', headers: program(made.key) })
    expect((await use()).json()).toMatchObject({ user: { email: ben.email } })
    const listed = (await ask(ben, 'GET', '/api/keys')).json<{ items: Record<string, unknown>[] }>().items
    const key = listed.find((item) => item['id'] === made.id)
    expect(key).toMatchObject({ name: 'Reports', prefix: made.prefix, lastUsedAt: expect.any(String) })
    expect(key).not.toHaveProperty('key')
    expect((await ask(ben, 'DELETE', `/api/keys/${made.id}`)).statusCode).toBe(204)
    expect((await use()).json()).toMatchObject({ user: null })
    expect((await app.server.inject({ url: '/api/keys', headers: program(made.key) })).statusCode).toBe(401)
    expect((await ask(ben, 'DELETE', `/api/keys/${made.id}`)).statusCode).toBe(404)
  })

  test('members see and revoke their own, admins all of the workspace, nobody another’s', async () => {
    const ofAda = (await ask(ada, 'POST', '/api/keys', { name: 'Ada’s' })).json<{ id: string }>()
    const ofBen = (await ask(ben, 'POST', '/api/keys', { name: 'Ben’s' })).json<{ id: string }>()
    const names = async (who: Actor) =>
      (await ask(who, 'GET', '/api/keys'))
        .json<{ items: { name: string }[] }>()
        .items.map((item) => item.name)
    expect(await names(ben)).not.toContain('Ada’s')
    expect(await names(ada)).toEqual(expect.arrayContaining(['Ada’s', 'Ben’s']))
    expect(await names(eve)).toEqual(['First key'])
    expect((await ask(ben, 'DELETE', `/api/keys/${ofAda.id}`)).statusCode).toBe(404)
    expect((await ask(eve, 'DELETE', `/api/keys/${ofBen.id}`)).statusCode).toBe(404)
    expect((await ask(ada, 'DELETE', `/api/keys/${ofBen.id}`)).statusCode).toBe(204)
  })
})

describe('passwords', () => {
  test('changing it needs the old one and signs out everywhere else', async () => {
    const ivy = await app.join(ada.workspaceId, 'ivy@example.com')
    const elsewhere = await app.signIn(ivy.email)
    const change = (currentPassword: string) =>
      app.server.inject({
        method: 'POST',
        url: '/api/auth/change-password',
        headers: browser(ivy.cookie),
        payload: { currentPassword, newPassword: 'a brand new password' },
      })
    expect((await change('wrong')).statusCode).toBe(400)
    const changed = await change(PASSWORD)
    expect(changed.statusCode).toBe(200)
    expect(changed.body).not.toContain('token')
    expect((await app.server.inject({ url: '/api/keys', headers: { cookie: elsewhere } })).statusCode).toBe(
      401,
    )
    const fresh = `fastfollow.session_token=${encodeURIComponent(changed.cookies[0]?.value ?? '')}`
    expect((await app.server.inject({ url: '/api/keys', headers: { cookie: fresh } })).statusCode).toBe(200)
    expect(await app.signIn(ivy.email, 'a brand new password')).not.toBe('')
  })

  test('signing out ends the session for good', async () => {
    const cookie = await app.signIn(ada.email)
    const session = await app.server.inject({ url: '/api/auth/get-session', headers: { cookie } })
    expect(session.json()).toMatchObject({
      user: { email: ada.email },
      session: { expiresAt: expect.any(String) },
    })
    expect(session.body).not.toContain('token')
    const out = await app.server.inject({
      method: 'POST',
      url: '/api/auth/sign-out',
      headers: browser(cookie),
    })
    expect(out.statusCode).toBe(200)
    expect((await app.server.inject({ url: '/api/keys', headers: { cookie } })).statusCode).toBe(401)
    expect((await app.server.inject({ url: '/api/auth/get-session', headers: { cookie } })).json()).toBeNull()
  })
})

describe('workspaces and audit', () => {
  test('only an owner of the first workspace makes further ones', async () => {
    const input = { name: 'Third', ownerEmail: 'jo@example.com', ownerName: 'Jo', password: PASSWORD }
    expect((await ask(eve, 'POST', '/api/workspaces', input)).statusCode).toBe(403)
    expect((await ask(ben, 'POST', '/api/workspaces', input)).statusCode).toBe(403)
    expect((await ask(ada, 'POST', '/api/workspaces', { ...input, ownerEmail: eve.email })).statusCode).toBe(
      409,
    )
    expect((await ask(ada, 'POST', '/api/workspaces', input)).statusCode).toBe(201)
  })

  test('what was done is listed newest first, page by page, for this workspace’s admins', async () => {
    const first = (await ask(ada, 'GET', '/api/audit?limit=3')).json<{
      items: { id: string; action: string; at: string }[]
      nextCursor: string
    }>()
    const all = (await ask(ada, 'GET', '/api/audit?limit=200')).json<{
      items: { id: string; action: string; at: string }[]
    }>().items
    const second = (await ask(ada, 'GET', `/api/audit?limit=3&cursor=${first.nextCursor}`)).json<{
      items: { id: string }[]
    }>()
    expect([...first.items, ...second.items].map((item) => item.id)).toEqual(
      all.slice(0, 6).map((item) => item.id),
    )
    expect(all.map((item) => item.at)).toEqual(
      all
        .map((item) => item.at)
        .toSorted()
        .toReversed(),
    )
    expect(all.find((item) => item.action === 'workspace_created')).toMatchObject({
      by: { email: ada.email },
    })
    expect(all.map((item) => item.action)).toEqual(
      expect.arrayContaining([
        'workspace_set_up',
        'member_invited',
        'member_joined',
        'key_revoked',
        'role_changed',
        'member_removed',
        'password_reset',
        'password_changed',
      ]),
    )
    expect((await ask(ada, 'GET', '/api/audit?cursor=nonsense')).statusCode).toBe(400)
    expect((await ask(eve, 'GET', '/api/audit')).body).not.toContain(ada.workspaceId)
  })
})
