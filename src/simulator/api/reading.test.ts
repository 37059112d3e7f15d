import { afterEach, beforeEach, expect, test } from 'vitest'
import { GongClient, SCOPES, answerOf, type Answer } from '../../../test/support/gong-client.ts'
import { startTestSimulator } from '../../../test/support/simulator.ts'
import type { TestSimulator } from '../../../test/support/simulator.ts'

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

const range = '/v2/calls?fromDateTime=2026-08-01T00:00:00Z&toDateTime=2026-12-01T00:00:00%2B01:00'

test('a history comes in pages of 100, oldest first, and the last has no cursor', async () => {
  await simulator.seed({ calls: 250, days: 60, seed: 7 })
  const { access_token } = await gong.connect()
  const pages = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Answer = await gong.ask(access_token, cursor === '' ? range : `${range}&cursor=${cursor}`)
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
  const { access_token } = await gong.connect()
  const first = (await gong.ask(access_token, range)).body.records.cursor
  now = new Date(now.getTime() + 3_500_000)
  const second = (await gong.ask(access_token, `${range}&cursor=${first}`)).body.records.cursor
  now = new Date(now.getTime() + 101_000)
  const third = await gong.ask(access_token, `${range}&cursor=${second}`)
  expect(third).toMatchObject({ status: 400, body: { errors: ['cursor has expired'] } })
  const forged = await gong.ask(access_token, `${range}&cursor=${first.slice(0, -4)}AAAA`)
  expect(forged).toMatchObject({ status: 400, body: { errors: ['Failed to verify cursor'] } })
})

test('details of 100 calls are one page; an unknown id is left out', async () => {
  const { access_token } = await gong.connect()
  const ids = await simulator.finishCalls({ count: 99, notify: false })
  const { status, body } = await gong.ask(access_token, '/v2/calls/extensive', {
    cursor: null,
    filter: { callIds: [...ids, '1234567890123456789'], unknownKey: 1 },
    contentSelector: { exposedFields: { parties: true } },
  })
  expect([status, body.calls.length, 'cursor' in body.records]).toEqual([200, 99, false])
  expect(body.calls.map((call: Answer['body']) => call.metaData.id).sort()).toEqual(ids.toSorted())
})

test('guests have no userId, hosts are users, and speakers join to the transcript', async () => {
  const { access_token } = await gong.connect()
  const id = await simulator.finishCall()
  const filter = { callIds: [id] }
  const details = await gong.ask(access_token, '/v2/calls/extensive', {
    filter,
    contentSelector: { exposedFields: { parties: true } },
  })
  const [call] = details.body.calls
  const guests = call.parties.filter((party: Answer['body']) => party.affiliation === 'External')
  expect(guests.length).toBeGreaterThan(0)
  expect(guests.some((party: Answer['body']) => 'userId' in party)).toBe(false)
  const users = (await gong.ask(access_token, '/v2/users')).body.users
  expect(users.map((user: Answer['body']) => user.id)).toContain(call.metaData.primaryUserId)
  const { body } = await gong.ask(access_token, '/v2/calls/transcript', { filter })
  const speakers = new Set(body.callTranscripts[0].transcript.map((part: Answer['body']) => part.speakerId))
  const known = call.parties.map((party: Answer['body']) => party.speakerId)
  expect([...speakers].every((speaker) => known.includes(speaker))).toBe(true)
})

test('a call may be deleted, made private or analysed again later', async () => {
  const { access_token } = await gong.connect()
  const id = await simulator.finishCall()
  const details = () => gong.ask(access_token, '/v2/calls/extensive', { filter: { callIds: [id] } })
  await simulator.control.changeCall(id, { isPrivate: true, transcript: 'Ada: All is different now.' })
  expect((await details()).body.calls[0].metaData.isPrivate).toBe(true)
  const { body } = await gong.ask(access_token, '/v2/calls/transcript', { filter: { callIds: [id] } })
  expect(body.callTranscripts[0].transcript[0].sentences[0].text).toBe('All is different now.')
  await simulator.control.deleteCall(id)
  expect((await details()).status).toBe(404)
})

test('odd records keep their id, and the others of the page are whole', async () => {
  const { access_token } = await gong.connect()
  const ids = await simulator.finishCalls({ count: 100, notify: false })
  await simulator.faults({ oddRecords: 0.2 })
  const { body } = await gong.ask(access_token, '/v2/calls/extensive', { filter: { callIds: ids } })
  const odd = body.calls.filter((call: Answer['body']) => typeof call.metaData.started !== 'string')
  expect(odd.length).toBeGreaterThan(0)
  expect(odd.length).toBeLessThan(50)
  expect(body.calls.map((call: Answer['body']) => call.metaData.id).toSorted()).toEqual(ids.toSorted())
})

test('without a selector there is metadata only', async () => {
  const { access_token } = await gong.connect()
  const id = await simulator.finishCall()
  const { body } = await gong.ask(access_token, '/v2/calls/extensive', { filter: { callIds: [id] } })
  expect(Object.keys(body.calls[0])).toEqual(['metaData'])
})

test('list, details and transcript learn of a call at their own times', async () => {
  const { access_token } = await gong.connect()
  const id = await simulator.finishCall({ listDelayS: 10, transcriptDelayS: 20, detailDelayS: 30 })
  const seen = async () => [
    (await gong.ask(access_token, `/v2/calls/${id}`)).status,
    (await gong.ask(access_token, '/v2/calls/transcript', { filter: { callIds: [id] } })).status,
    (await gong.ask(access_token, '/v2/calls/extensive', { filter: { callIds: [id] } })).status,
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
  const { access_token } = await gong.connect()
  const id = await simulator.finishCall({ isPrivate: true })
  const { status } = await gong.ask(access_token, '/v2/calls/transcript', { filter: { callIds: [id] } })
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
  const { access_token } = await gong.connect()
  const answer = await gong.ask(access_token, path, body)
  expect(answer.status).toBe(status)
  expect(answer.body).toEqual({
    requestId: expect.stringMatching(/^[0-9a-z]{18,19}$/),
    errors: [expect.stringMatching(text)],
  })
  expect(answer.headers.get('x-traceid')).toBe(answer.body.requestId)
})

test('another media type is 415, and no token 401', async () => {
  const { access_token } = await gong.connect()
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
  const { access_token } = await gong.connect('sim-test', { grant: SCOPES.slice(0, 1) })
  const refused = () => gong.ask(access_token, '/v2/calls/transcript', { filter: {} })
  const errors = ["You don't have permission to use 'api:calls:read:transcript' in your app."]
  expect(await refused()).toMatchObject({ status: 401, body: { errors } })
  await simulator.faults({ scopeErrorStatus: 403 })
  expect(await refused()).toMatchObject({ status: 403, body: { errors } })
})

test('a scope that goes missing later is refused, too, and comes back', async () => {
  const { access_token } = await gong.connect()
  await simulator.faults({ missingScopes: ['api:users:read'] })
  expect((await gong.ask(access_token, '/v2/users')).status).toBe(401)
  await simulator.faults({ missingScopes: null })
  expect((await gong.ask(access_token, '/v2/users')).status).toBe(200)
})

test('the set-up person is a user, with a manager', async () => {
  await simulator.control.setPerson({ name: 'Ada Example', email: 'ada@example.com' })
  const { access_token } = await gong.connect()
  const { users } = (await gong.ask(access_token, '/v2/users')).body
  const ada = users.find((user: Answer['body']) => user.emailAddress === 'ada@example.com')
  expect(ada).toMatchObject({ firstName: 'Ada', lastName: 'Example', active: true })
  expect(users.map((user: Answer['body']) => user.id)).toContain(ada.managerId)
})
