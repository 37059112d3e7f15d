import { describe, expect, test } from 'vitest'
import { GongError } from './errors.ts'
import { judge, type Expectation } from './judge.ts'

const now = new Date('2026-11-23T12:00:00Z')

describe('the texts that Gong is known to send', () => {
  const cases: [status: number, text: string, kind: string, expect?: Expectation][] = [
    [400, 'parties: must not be null', 'bad_request'],
    [400, 'Bad request', 'bad_request'],
    [400, 'filter.fromDateTime: must be before toDateTime', 'bad_request'],
    [400, 'cursor has expired', 'cursor_expired'],
    [400, 'Failed to verify cursor', 'cursor_expired'],
    [401, 'Access denied', 'needs_reconnect'],
    [401, 'Company is inactive', 'forbidden'],
    [401, "You don't have permission to use 'api:stats:interaction' in your app.", 'scope_missing'],
    [403, "You don't have permission to use 'api:calls:read:transcript' in your app.", 'scope_missing'],
    [403, 'Access denied', 'forbidden'],
    [404, 'Call ID 894411314421502864 was not found', 'not_found', { isList: true }],
    [404, 'No calls found corresponding to the provided filters', 'not_found'],
    [404, 'Not found', 'not_offered', { mayBeMissing: true }],
    [405, 'Method Not Allowed', 'not_offered', { mayBeMissing: true }],
    [405, 'Method Not Allowed', 'bad_request'],
    [409, 'A subscription exists already', 'subscription_conflict'],
    [413, 'Payload Too Large', 'too_large'],
    [400, 'The request is too large', 'too_large'],
    [415, 'Unsupported Media Type', 'bad_request'],
    [429, 'Too many requests', 'rate_limited'],
    [500, 'Internal server error occurred', 'unavailable'],
    [503, '', 'unavailable'],
    [302, '', 'unavailable'],
  ]
  test.each(cases)('%i %s → %s', (status, text, kind, expected) => {
    expect(refusal(status, { requestId: '4al018gzaztcr8nbukw', errors: [text] }, expected)).toMatchObject({
      kind,
      status,
      requestId: '4al018gzaztcr8nbukw',
    })
  })
})

test('the missing scope is named', () => {
  const said = "You don't have permission to use 'api:users:read' in your app."
  expect(refusal(401, { errors: [said] }).scope).toBe('api:users:read')
})

test.each(['calls', 'users', 'transcripts'])(
  'a list in which Gong found no %s is empty, not an error',
  (what) => {
    const text = `No ${what} found corresponding to the provided filters`
    expect(judge(reply(404, JSON.stringify({ errors: [text] })), { isList: true }, now)).toBeNull()
  },
)

test('the subscription in the way is told with its id and address', () => {
  const conflict = { id: '71', url: 'https://other.example/hook' }
  expect(refusal(409, { errors: ['already'], conflict }).conflict).toEqual(conflict)
  expect(refusal(409, { errors: ['already'], conflict: 'garbage' }).conflict).toBeUndefined()
})

test.each(['', 'null', '[]', '"text"', '{"calls": [', '<html></html>'])(
  '%j with status 200 is no answer',
  (text) => {
    expect(() => judge(reply(200, text), {}, now)).toThrow(
      expect.objectContaining({ kind: 'unavailable', status: 200 }),
    )
  },
)

test.each(['', 'null', '{"errors": 3}', '{"errors": [null, {}]}', '<html>'])(
  'an error whose body is %j is still told by its status',
  (text) => {
    expect(() => judge(reply(401, text), {}, now)).toThrow(
      expect.objectContaining({ kind: 'needs_reconnect' }),
    )
  },
)

test('an endless text of Gong is cut short, and a senseless request id is left out', () => {
  const error = refusal(400, { requestId: '<script>', errors: ['x'.repeat(1e6)] })
  expect(error.message.length).toBeLessThan(500)
  expect(error.requestId).toBeUndefined()
})

describe('how long a 429 says to wait', () => {
  const cases: [said: Record<string, string>, ms: number][] = [
    [{ 'retry-after': '1' }, 1_000],
    [{ 'retry-after': '1200' }, 1_200_000],
    [{ 'retry-after': ' 30 ' }, 30_000],
    [{ 'retry-after': '999999999' }, 86_400_000],
    [{ 'retry-after': '0' }, 1_000],
    [{ 'retry-after': 'Mon, 23 Nov 2026 12:02:00 GMT' }, 120_000],
    [{ 'retry-after': 'Mon, 23 Nov 2026 12:02:00 GMT', date: 'Mon, 23 Nov 2026 12:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Mon, 23 Nov 2020 12:02:00 GMT' }, 1_000],
    [{ 'retry-after': 'Mon, 23 Nov 2099 12:02:00 GMT' }, 86_400_000],
    [{}, 5_000],
    [{ 'retry-after': '-3' }, 5_000],
    [{ 'retry-after': '1.5' }, 5_000],
    [{ 'retry-after': 'soon' }, 5_000],
    [{ 'retry-after': '' }, 5_000],
  ]
  test.each(cases)('%j → %i ms', (headers, ms) => {
    expect(() => judge(reply(429, '{}', headers), {}, now)).toThrow(expect.objectContaining({ waitMs: ms }))
  })
})

function refusal(status: number, body: unknown, expected: Expectation = {}): GongError {
  try {
    judge(reply(status, JSON.stringify(body)), expected, now)
  } catch (error) {
    if (error instanceof GongError) return error
  }
  throw new Error('nothing was refused')
}

function reply(status: number, text: string, headers: Record<string, string> = {}) {
  return { status, text, headers: new Headers(headers) }
}
