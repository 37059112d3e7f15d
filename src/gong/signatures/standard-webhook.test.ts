import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { SignatureError } from './signature-error.ts'
import { verifyStandardWebhook } from './standard-webhook.ts'

const secret = `whsec_${randomBytes(32).toString('base64')}`
const now = new Date('2026-11-23T12:00:00Z')
const body = '{"type":"call.analyzed","data":{"callId":"7782342274025937895"}}'

test('what the specification’s own library signs is accepted, whatever the body', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w-]{1,60}$/), (rawBody, id) => {
      expect(verify({ headers: signed(rawBody, { id }), rawBody })).toEqual({ webhookId: id })
    }),
  )
})

test('one changed byte of the body, the id, the time or the signature is refused', () => {
  const text = Buffer.from(body)
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
      const changed = Buffer.from(text)
      changed[at] = changed[at]! ^ (1 << bit)
      expect(problem({ rawBody: changed })).toBe('wrong_signature')
    }),
  )
  const headers = signed(body)
  fc.assert(
    fc.property(
      fc.nat(headers['webhook-signature'].length - 4),
      fc.constantFrom('A', 'b', '0', '+', '=', ''),
      (at, put) => {
        const signature = headers['webhook-signature']
        const changed = signature.slice(0, at + 3) + put + signature.slice(at + 4)
        fc.pre(changed !== signature)
        expect(problem({ headers: { ...headers, 'webhook-signature': changed } })).toBe('wrong_signature')
      },
    ),
  )
  expect(problem({ headers: { ...headers, 'webhook-id': 'msg_2' } })).toBe('wrong_signature')
  const later = String(Number(headers['webhook-timestamp']) + 1)
  expect(problem({ headers: { ...headers, 'webhook-timestamp': later } })).toBe('wrong_signature')
})

test('a truncated signature is refused, also one of nothing', () => {
  const headers = signed(body)
  for (const length of [3, 4, 10, 20, 45]) {
    const signature = headers['webhook-signature'].slice(0, length)
    expect(problem({ headers: { ...headers, 'webhook-signature': signature } })).toBe('wrong_signature')
  }
})

test('another’s secret is refused', () => {
  const foreign = `whsec_${randomBytes(32).toString('base64')}`
  expect(problem({ headers: signed(body, { with: foreign }) })).toBe('wrong_signature')
})

test.each([
  [-301, 'stale'],
  [301, 'stale'],
  [-86_400, 'stale'],
])('signed %i seconds from now: %s', (seconds, reason) => {
  expect(problem({ headers: signed(body, { at: new Date(now.getTime() + seconds * 1000) }) })).toBe(reason)
})

test.each([-300, -10, 0, 299])('signed %i seconds from now: accepted', (seconds) => {
  const at = new Date(now.getTime() + seconds * 1000)
  expect(verify({ headers: signed(body, { at }) })).toEqual({ webhookId: 'msg_1' })
})

test('one right signature among several is enough, whichever version the others have', () => {
  const headers = signed(body)
  const right = headers['webhook-signature']
  const wrong = `v1,${randomBytes(32).toString('base64')}`
  expect(verify({ headers: { ...headers, 'webhook-signature': `v1a,abc ${wrong} ${right}` } })).toEqual({
    webhookId: 'msg_1',
  })
  expect(problem({ headers: { ...headers, 'webhook-signature': right.replace('v1,', 'v2,') } })).toBe(
    'wrong_signature',
  )
  expect(problem({ headers: { ...headers, 'webhook-signature': `${wrong} ${wrong}` } })).toBe(
    'wrong_signature',
  )
})

test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const)(
  'without %s it is refused',
  (name) => {
    const headers = { ...signed(body) }
    expect(problem({ headers: { ...headers, [name]: undefined } })).toBe('missing_signature')
    expect(problem({ headers: { ...headers, [name]: '' } })).toBe('missing_signature')
    expect(problem({ headers: { ...headers, [name]: [headers[name], headers[name]] } })).toBe(
      'missing_signature',
    )
    expect(problem({ headers: { ...headers, [name]: '\0' } })).toBe('missing_signature')
  },
)

test.each(['1e9', '-1', '0x10', ' 1', 'NaN', '17639856000000000'])('the time %j is none', (timestamp) => {
  expect(problem({ headers: { ...signed(body), 'webhook-timestamp': timestamp } })).toBe('missing_signature')
})

test.each([null, '', 'whsec_', 'whsec_YQ==', '!!!'])('with the secret %j everything is refused', (weak) => {
  expect(problem({ secret: weak })).toBe('no_key')
})

function signed(text: string, options: { id?: string; at?: Date; with?: string } = {}) {
  const { id = 'msg_1', at = now, with: key = secret } = options
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(key).sign(id, at, text),
  }
}

type Delivery = Parameters<typeof verifyStandardWebhook>[0]

function verify(change: Partial<Omit<Delivery, 'rawBody'>> & { rawBody?: string | Buffer }) {
  const { rawBody = body, ...others } = change
  return verifyStandardWebhook({
    secret,
    headers: signed(body),
    now,
    ...others,
    rawBody: Buffer.from(rawBody),
  })
}

function problem(change: Parameters<typeof verify>[0]): string {
  try {
    verify(change)
    return 'accepted'
  } catch (error) {
    if (error instanceof SignatureError) return error.reason
    throw error
  }
}
