import { createHash, createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import * as fc from 'fast-check'
import { SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyRuleJwt } from './rule-jwt.ts'
import { importRuleKey } from './rule-key.ts'
import { SignatureError } from './signature-error.ts'

const rule = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKey = rule.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const webhookUrl = 'https://fastfollow.example/api/webhooks/gong/abc'
const rawBody = Buffer.from('{"callData":{"metaData":{"id":"7782342274025937895"}},"isTest":false}')
const now = new Date('2026-11-23T12:00:00Z')
const inFiveMinutes = now.getTime() / 1000 + 300
const claims = { webhook_url: webhookUrl, body_sha256: sha256(rawBody), exp: inFiveMinutes }
let genuine: string

beforeAll(async () => {
  genuine = await token(claims)
})

test.each(['', 'Bearer ', 'bearer ', 'BEARER  '])(
  'a genuine delivery is accepted, with %j before the token',
  async (prefix) => {
    expect(await problem({ authorization: `${prefix}${genuine}` })).toBe('accepted')
  },
)

test('the key as Gong shows it is good for verifying', async () => {
  const bare = rule.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  expect(await problem({ publicKey: importRuleKey(bare) })).toBe('accepted')
})

describe('what does not hold is refused', () => {
  test.each([undefined, '', 'Bearer', 'Basic dTpw', 'a.b', 'a.b.c.d', `Bearer ${'a'.repeat(9_000)}.b.c`])(
    'authorization %j',
    async (authorization) => {
      expect(await problem({ authorization })).toBe('missing_signature')
    },
  )

  test('another body, also one byte longer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(rawBody.length - 1), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const changed = Buffer.from(rawBody)
        changed[at] = changed[at]! ^ (1 << bit)
        expect(await problem({ rawBody: changed })).toBe('wrong_body')
      }),
      { numRuns: 50 },
    )
    expect(await problem({ rawBody: Buffer.concat([rawBody, Buffer.from(' ')]) })).toBe('wrong_body')
  })

  test('a token with a changed or missing character', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(genuine.length - 1), fc.constantFrom('A', 'x', '_', ''), async (at, put) => {
        const changed = genuine.slice(0, at) + put + genuine.slice(at + 1)
        fc.pre(!sameBytes(changed, genuine))
        expect(await problem({ authorization: changed })).not.toBe('accepted')
      }),
      { numRuns: 200 },
    )
  })

  test('another address, also one that differs in its end or case', async () => {
    expect(await problem({ webhookUrl: `${webhookUrl}/` })).toBe('wrong_url')
    expect(await problem({ webhookUrl: webhookUrl.toUpperCase() })).toBe('wrong_url')
    expect(await problem({ authorization: await token({ ...claims, webhook_url: undefined }) })).toBe(
      'wrong_url',
    )
  })

  test('an upper-case, missing or senseless body hash', async () => {
    for (const body_sha256 of [claims.body_sha256.toUpperCase(), undefined, '', 7, [claims.body_sha256]])
      expect(await problem({ authorization: await token({ ...claims, body_sha256 }) })).toBe('wrong_body')
  })

  test('an expired token, and one that never expires', async () => {
    expect(await problem({ now: new Date(now.getTime() + 310_000) })).toBe('expired')
    expect(await problem({ authorization: await token({ ...claims, exp: undefined }) })).toBe('expired')
    expect(await problem({ authorization: await token({ ...claims, exp: 'never' }) })).toBe('expired')
  })

  test('a token that is not valid yet', async () => {
    expect(await problem({ authorization: await token({ ...claims, nbf: inFiveMinutes }) })).toBe('expired')
  })

  test('another rule’s key', async () => {
    const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
    expect(await problem({ authorization: await token(claims, foreign.privateKey) })).toBe('wrong_signature')
  })

  test('no algorithm at all, and one that makes the public key a secret', async () => {
    const payload = base64url(claims)
    const none = `${base64url({ alg: 'none' })}.${payload}.`
    expect(await problem({ authorization: none })).toBe('missing_signature')
    expect(await problem({ authorization: `${none}AAAA` })).toBe('wrong_signature')
    for (const secret of [
      publicKey,
      publicKey.trim(),
      rule.publicKey.export({ type: 'spki', format: 'der' }),
    ]) {
      const signed = `${base64url({ alg: 'HS256' })}.${payload}`
      const signature = createHmac('sha256', secret).update(signed).digest('base64url')
      expect(await problem({ authorization: `${signed}.${signature}` })).toBe('wrong_signature')
    }
  })

  test('other RSA algorithms than RS256', async () => {
    expect(await problem({ authorization: await token(claims, rule.privateKey, 'RS512') })).toBe(
      'wrong_signature',
    )
    expect(await problem({ authorization: await token(claims, rule.privateKey, 'PS256') })).toBe(
      'wrong_signature',
    )
  })

  test('everything, while no key or a broken one is configured', async () => {
    expect(await problem({ publicKey: null })).toBe('no_key')
    expect(await problem({ publicKey: '' })).toBe('no_key')
    expect(await problem({ publicKey: 'garbage' })).toBe('no_key')
  })

  test('whatever text stands in the header, without any other error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.stringMatching(/^[\w-]{0,20}\.[\w-]{0,20}\.[\w-]{0,20}$/)),
        async (authorization) => {
          expect(await problem({ authorization })).toMatch(/^(missing_signature|wrong_signature)$/)
        },
      ),
    )
  })
})

function token(
  payload: Record<string, unknown>,
  key: KeyObject = rule.privateKey,
  alg = 'RS256',
): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg }).sign(key)
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function sha256(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex')
}

/** Some last characters of base64url hold bits that no byte has: such texts are the same token. */
function sameBytes(one: string, other: string): boolean {
  return bytesOf(one) === bytesOf(other)
}

function bytesOf(jwt: string): string {
  return jwt
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join('.')
}

async function problem(change: Partial<Parameters<typeof verifyRuleJwt>[0]>): Promise<string> {
  try {
    await verifyRuleJwt({ publicKey, authorization: genuine, rawBody, webhookUrl, now, ...change })
    return 'accepted'
  } catch (error) {
    if (error instanceof SignatureError) return error.reason
    throw error
  }
}
