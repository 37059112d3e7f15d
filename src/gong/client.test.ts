import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { pino } from 'pino'
import { describe, expect, test, vi } from 'vitest'
import { json, startFakeServer, type Answer, type FakeServer } from '../../test/support/fake-server.ts'
import type { Allowance } from './allowance/allowance.ts'
import { createGong, type GongDeps } from './client.ts'
import { GongError } from './errors.ts'
import type { GongSession } from './gong.ts'

const range = { from: new Date('2026-11-20T00:00:00Z'), to: new Date('2026-11-23T00:00:00Z') }
const emptyPage = { requestId: 'r', records: { totalRecords: 0 }, calls: [] }

describe('what is asked', () => {
  test('a list by time, page by page, with dates in UTC', async () => {
    await using server = await startFakeServer((_, response) =>
      json(response, 200, { ...emptyPage, records: { totalRecords: 103, cursor: 'next' } }),
    )
    const page = await gong().listCalls(session(server), { ...range, cursor: 'a+b/c=' })
    expect(page).toEqual({ items: [], odd: [], cursor: 'next', total: 103 })
    const { url, method, headers } = server.received[0]!
    expect([method, url.pathname]).toEqual(['GET', '/v2/calls'])
    expect(Object.fromEntries(url.searchParams)).toEqual({
      fromDateTime: '2026-11-20T00:00:00.000Z',
      toDateTime: '2026-11-23T00:00:00.000Z',
      cursor: 'a+b/c=',
    })
    expect(headers.authorization).toBe('Bearer token-1')
  })

  test('details with their people, by id', async () => {
    await using server = await startFakeServer((_, response) => json(response, 200, emptyPage))
    await gong().callDetails(session(server), ['1', '2'])
    expect(JSON.parse(server.received[0]!.body)).toEqual({
      filter: { callIds: ['1', '2'] },
      contentSelector: { exposedFields: { parties: true } },
    })
  })

  test('nothing, where no id is given; an error, where more than a page of them are', async () => {
    await using server = await startFakeServer((_, response) => json(response, 200, emptyPage))
    expect(await gong().transcripts(session(server), [])).toEqual({
      items: [],
      odd: [],
      cursor: null,
      total: 0,
    })
    await expect(gong().callDetails(session(server), Array.from({ length: 101 }, String))).rejects.toThrow(
      RangeError,
    )
    expect(server.received).toEqual([])
  })

  test('the rest too, should Gong answer ids in several pages', async () => {
    await using server = await startFakeServer((request, response) => {
      const isFirst = !request.body.includes('"cursor"')
      const records = { totalRecords: 2, cursor: isFirst ? 'more' : null }
      json(response, 200, { records, callTranscripts: [{ callId: isFirst ? '1' : '2', transcript: [] }] })
    })
    const page = await gong().transcripts(session(server), ['1', '2'])
    expect(page.items.map((item) => item.callId)).toEqual(['1', '2'])
  })
})

test('an odd record fails alone, named by its id where it has one', async () => {
  const good = { metaData: { id: '7782342274025937895', unknown: { x: 1 } }, parties: null }
  await using server = await startFakeServer((_, response) =>
    json(response, 200, {
      calls: [
        good,
        { metaData: { id: '5', duration: 'long' } },
        { metaData: { id: 6 } },
        null,
        'x',
        { metaData: { id: 2 ** 60 } },
        { metaData: { id: '7'.repeat(5000) } },
        { metaData: { id: '8', primaryUserId: '9'.repeat(5000) } },
        { metaData: { id: '10\u0000' } },
      ],
    }),
  )
  const page = await gong().listCallDetails(session(server), range)
  expect(page.items.map((item) => item.metaData.id)).toEqual(['7782342274025937895'])
  expect(page.odd.map((odd) => odd.id)).toEqual([
    '5',
    '6',
    null,
    null,
    null,
    '7'.repeat(100),
    '8',
    '10\u0000',
  ])
  expect(page.odd[0]!.problem).toMatch(/^metaData\.duration: /)
})

describe('an answer that is none', () => {
  const answers: [name: string, answer: Answer][] = [
    ['garbage', (_, response) => response.end('<html>gateway</html>')],
    ['JSON of another kind', (_, response) => json(response, 200, { hello: 'world' })],
    ['a list that is none', (_, response) => json(response, 200, { calls: { a: 1 } })],
    ['half a body', (_, response) => halfBody(response)],
    [
      'half a body without a length',
      (_, response) => response.write('{"calls": [', () => response.destroy()),
    ],
    [
      'a broken compression',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip'),
    ],
    ['no answer at all', (_, response) => response.destroy()],
    ['silence', () => {}],
    ['silence in the middle', (_, response) => response.writeHead(200).write('{"calls":')],
    ['a redirect', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/stolen' }).end()],
    ['a fault', (_, response) => json(response, 500, { errors: ['Internal server error occurred'] })],
  ]
  test.each(answers)('%s is "unavailable"', async (_, answer) => {
    await using server = await startFakeServer(answer)
    await expect(gong({ deadlineMs: 300 }).listCalls(session(server), range)).rejects.toMatchObject({
      kind: 'unavailable',
    })
    expect(server.received).toHaveLength(1)
  })

  test('a Gong that is not there is "unavailable"', async () => {
    const server = await startFakeServer(() => {})
    await server[Symbol.asyncDispose]()
    await expect(gong().listCalls(session(server), range)).rejects.toMatchObject({ kind: 'unavailable' })
  })

  const large: [name: string, answer: Answer][] = [
    ['said to be', (_, response) => response.writeHead(200, { 'content-length': '2000000' }).write('{')],
    ['found to be', (_, response) => json(response, 200, { calls: ['x'.repeat(2_000_000)] })],
    [
      'compressed to a thousandth',
      (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5_000_000))),
    ],
  ]
  test.each(large)('an answer %s too large is "too large", and not read to its end', async (_, answer) => {
    await using server = await startFakeServer(answer)
    await expect(gong({ maxBytes: 1_000_000 }).listCalls(session(server), range)).rejects.toMatchObject({
      kind: 'too_large',
    })
  })
})

test('a 429 holds everybody who shares the allowance, for as long as Gong says', async () => {
  await using server = await startFakeServer((_, response) =>
    json(response, 429, { errors: ['Too many requests'] }, { 'retry-after': '1200' }),
  )
  const allowance = openAllowance()
  await expect(gong({ allowance }).users(session(server))).rejects.toMatchObject({
    kind: 'rate_limited',
    waitMs: 1_200_000,
  })
  expect(allowance.pause).toHaveBeenCalledExactlyOnceWith('client', 1_200_000)
  expect(allowance.refused).toHaveBeenCalledExactlyOnceWith('client')
})

test('no request leaves without a slot', async () => {
  await using server = await startFakeServer((_, response) => json(response, 200, emptyPage))
  const allowance = openAllowance()
  allowance.take.mockRejectedValue(new GongError('daily_quota', 'spent', { waitMs: 5 }))
  const onSlot = vi.fn()
  await expect(gong({ allowance }).listCalls({ ...session(server), onSlot }, range)).rejects.toMatchObject({
    kind: 'daily_quota',
  })
  expect(server.received).toEqual([])
  expect(onSlot).not.toHaveBeenCalled()
})

test('whoever waits for a slot is let go when the process stops', async () => {
  const allowance = openAllowance()
  const stop = new AbortController()
  await using server = await startFakeServer((_, response) => json(response, 200, emptyPage))
  await gong({ allowance, stop: stop.signal }).listCalls(session(server), range)
  expect(allowance.take).toHaveBeenCalledWith('client', 'live', { of: 'connection', signal: stop.signal })
})

describe('a refused token', () => {
  test('is renewed once, also for requests side by side, each with a slot of its own', async () => {
    await using server = await startFakeServer((request, response) =>
      request.headers.authorization === 'Bearer token-2'
        ? json(response, 200, emptyPage)
        : json(response, 401, { errors: ['Access denied'] }),
    )
    const allowance = openAllowance()
    const shared = session(server)
    const pages = await Promise.all(
      Array.from({ length: 5 }, () => gong({ allowance }).listCalls(shared, range)),
    )
    expect(pages).toHaveLength(5)
    expect(shared.renew).toHaveBeenCalledTimes(5)
    expect(shared.renewals()).toBe(1)
    expect(allowance.take).toHaveBeenCalledTimes(10)
  })

  test('that stays refused means that a person has to reconnect', async () => {
    await using server = await startFakeServer((_, response) =>
      json(response, 401, { errors: ['Access denied'] }),
    )
    await expect(gong().listCalls(session(server), range)).rejects.toMatchObject({
      kind: 'needs_reconnect',
      status: 401,
    })
    expect(server.received).toHaveLength(2)
  })

  test('is not renewed where a scope is missing: no token would cure that', async () => {
    const said = "You don't have permission to use 'api:calls:read:transcript' in your app."
    await using server = await startFakeServer((_, response) => json(response, 401, { errors: [said] }))
    const connection = session(server)
    await expect(gong().transcripts(connection, ['1'])).rejects.toMatchObject({
      kind: 'scope_missing',
      scope: 'api:calls:read:transcript',
    })
    expect(connection.renew).not.toHaveBeenCalled()
  })

  test('is never quoted in an error', async () => {
    await using server = await startFakeServer((_, response) =>
      json(response, 403, { errors: ['access token token-1 is blocked'] }),
    )
    await expect(gong().listCalls(session(server), range)).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.not.stringContaining('token-1'),
    })
  })
})

describe('subscriptions', () => {
  const subscription = {
    id: '9',
    event: 'call.analyzed',
    url: 'https://ff.example/hook',
    status: 'active',
    createdAt: null,
  }
  const token = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

  test('are made, listed and removed; removing what is not there is fine', async () => {
    await using server = await startFakeServer(({ method }, response) => {
      if (method === 'POST')
        return json(response, 201, { requestId: 'r', subscription: { ...subscription, token } })
      if (method === 'GET') return json(response, 200, { subscriptions: [subscription, { odd: true }] })
      return response.writeHead(server.received.length > 3 ? 404 : 204).end()
    })
    const { subscriptions } = gong()
    expect(await subscriptions.create(session(server), subscription.url)).toEqual({ ...subscription, token })
    expect(await subscriptions.list(session(server))).toEqual([subscription])
    await subscriptions.remove(session(server), '9/../8')
    await subscriptions.remove(session(server), '9')
    expect(server.received.at(-2)!.url.pathname).toBe('/v2/webhooks/subscriptions/9%2F..%2F8')
  })

  test.each([404, 405])('are "not offered" by a Gong that answers %i', async (status) => {
    await using server = await startFakeServer((_, response) => json(response, status, { errors: ['?'] }))
    await expect(gong().subscriptions.create(session(server), subscription.url)).rejects.toMatchObject({
      kind: 'not_offered',
    })
  })

  test('that come without a token are no subscription', async () => {
    await using server = await startFakeServer((_, response) => json(response, 201, { subscription }))
    await expect(gong().subscriptions.create(session(server), subscription.url)).rejects.toMatchObject({
      kind: 'unavailable',
    })
  })
})

test('each request is reported for metrics, and logged without token or body', async () => {
  await using server = await startFakeServer((_, response) =>
    json(response, 200, emptyPage, { 'x-traceid': 'trace1' }),
  )
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) })
  const onRequest = vi.fn()
  await gong({ onRequest, log }).listCalls(session(server), range)
  expect(onRequest).toHaveBeenCalledExactlyOnceWith({
    operation: 'list_calls',
    status: 200,
    ms: expect.any(Number),
    lane: 'live',
  })
  expect(JSON.parse(lines[0]!)).toMatchObject({ operation: 'list_calls', status: 200, requestId: 'trace1' })
  expect(lines.join()).not.toMatch(/token-1|totalRecords/)
})

function gong(change: Partial<GongDeps> = {}) {
  return createGong({
    config: { apiHosts: ['*.api.gong.io'] },
    allowance: openAllowance(),
    clock: { now: () => new Date('2026-11-23T12:00:00Z') },
    log: pino({ level: 'silent' }),
    ...change,
  })
}

/** Lets everything through at once: how it holds back has tests of its own. */
function openAllowance() {
  return {
    take: vi.fn<Allowance['take']>().mockResolvedValue({ sent: () => {} }),
    pause: vi.fn<Allowance['pause']>().mockResolvedValue(),
    refused: vi.fn<Allowance['refused']>().mockResolvedValue(),
    answered: vi.fn<Allowance['answered']>(),
    state: vi.fn<Allowance['state']>(),
  }
}

/** A connection whose token is renewed as the contract says: at most once for each token that was refused. */
function session(server: FakeServer) {
  let current = 1
  const renew = vi.fn(async (used: string) => {
    await Promise.resolve()
    if (used === `token-${current}`) current++
    return `token-${current}`
  })
  return {
    connectionId: 'connection',
    apiBaseUrl: server.url,
    allowanceKey: 'client',
    lane: 'live',
    token: async () => `token-${current}`,
    renew,
    renewals: () => current - 1,
  } satisfies GongSession & { renewals: () => number }
}

function halfBody(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '1000' })
  response.write('{"calls": [', () => response.destroy())
}
