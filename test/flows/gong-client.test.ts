import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { newId } from '../../src/db/id.ts'
import { createAllowance } from '../../src/gong/allowance/allowance.ts'
import { createGong } from '../../src/gong/client.ts'
import type { Gong, GongSession, GongTokens, OAuthClient } from '../../src/gong/gong.ts'
import { importRuleKey } from '../../src/gong/signatures/rule-key.ts'
import { verifyRuleJwt } from '../../src/gong/signatures/rule-jwt.ts'
import { verifyStandardWebhook } from '../../src/gong/signatures/standard-webhook.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { startReceiver, startTestSimulator, type TestSimulator } from '../support/simulator.ts'

/** The door to Gong as the product uses it, allowance included, against the simulator. */
const redirectUri = 'http://localhost:3000/api/integrations/gong/callback'
const log = pino({ level: 'silent' })
const threeDays = { from: new Date(Date.now() - 3 * 86_400_000), to: new Date(Date.now() + 60_000) }

let database: TestDatabase
let simulator: TestSimulator
let gong: Gong

beforeAll(async () => {
  database = await createTestDatabase()
  simulator = await startTestSimulator()
  gong = createGong({
    config: { apiHosts: ['*.api.gong.io'] },
    allowance: createAllowance({ db: database.db, rate: { perSecond: 3, perDay: 10_000 }, log }),
    clock: systemClock,
    log,
  })
})
afterAll(async () => {
  await simulator.stop()
  await database.drop()
})
beforeEach(() => simulator.reset({ connections: true }))

test('connect, list, read details and transcript, find the user', async () => {
  const { session, tokens } = await connect()
  expect(tokens).toMatchObject({ expiresInS: 86_400, apiBaseUrl: simulator.url })
  expect(tokens.scopes).toContain('api:calls:read:transcript')
  const id = await simulator.finishCall()
  const listed = await gong.listCalls(session, threeDays)
  expect(listed.items.map((call) => call.id)).toEqual([id])
  const { items: details } = await gong.callDetails(session, [id, '1234567890123456789'])
  expect(details).toHaveLength(1)
  expect(details[0]!.parties.length).toBeGreaterThan(1)
  const { items: transcripts, odd } = await gong.transcripts(session, [id])
  expect(odd).toEqual([])
  expect(transcripts[0]!.transcript.flatMap((part) => part.sentences).length).toBeGreaterThan(10)
  const host = (await gong.users(session)).items.find(
    (user) => user.id === details[0]!.metaData.primaryUserId,
  )
  expect(host?.emailAddress).toMatch(/@/)
})

test('a company without calls has an empty list', async () => {
  const { session } = await connect()
  expect(await gong.listCalls(session, threeDays)).toEqual({ items: [], odd: [], cursor: null, total: 0 })
})

test('a list of several pages is read by its cursor, and a dead cursor is told', async () => {
  const { session } = await connect()
  await simulator.finishCalls({ count: 130, notify: false })
  const first = await gong.listCalls(session, threeDays)
  expect([first.items.length, first.total]).toEqual([100, 130])
  const second = await gong.listCalls(session, { ...threeDays, cursor: first.cursor! })
  expect([second.items.length, second.cursor]).toEqual([30, null])
  await expect(gong.listCalls(session, { ...threeDays, cursor: `${first.cursor}x` })).rejects.toMatchObject({
    kind: 'cursor_expired',
  })
})

describe('tokens', () => {
  test('a code works once', async () => {
    const code = await consentCode()
    await gong.oauth.exchangeCode(client(), { code, redirectUri })
    await expect(gong.oauth.exchangeCode(client(), { code, redirectUri })).rejects.toMatchObject({
      kind: 'invalid_grant',
    })
  })

  test('a refresh token works once, and its successor goes on', async () => {
    const { tokens } = await connect()
    const next = await gong.oauth.refresh(client(), tokens.refreshToken)
    expect(next.accessToken).not.toBe(tokens.accessToken)
    await expect(gong.oauth.refresh(client(), tokens.refreshToken)).rejects.toMatchObject({
      kind: 'invalid_grant',
    })
  })

  test('a revoked token is renewed once; that it can’t be renewed reaches the caller', async () => {
    const { session } = await connect()
    await simulator.faults({ revokeTokens: true })
    await expect(gong.listCalls(session, threeDays)).rejects.toMatchObject({ kind: 'invalid_grant' })
  })

  test('a client that Gong has not activated is told apart', async () => {
    const { tokens } = await connect()
    await simulator.faults({ unapprovedClient: true })
    await expect(gong.oauth.refresh(client(), tokens.refreshToken)).rejects.toMatchObject({
      kind: 'unauthorized_client',
    })
  })

  test.each([401, 403])('a missing scope is named, also where Gong answers %i', async (scopeErrorStatus) => {
    const { session } = await connect()
    await simulator.faults({ missingScopes: ['api:calls:read:transcript'], scopeErrorStatus })
    const id = await simulator.finishCall()
    await expect(gong.transcripts(session, [id])).rejects.toMatchObject({
      kind: 'scope_missing',
      scope: 'api:calls:read:transcript',
    })
    expect((await gong.callDetails(session, [id])).items).toHaveLength(1)
  })

  test('an address that is not Gong’s is refused before a token is handed out', async () => {
    await simulator.faults({ apiBaseUrl: 'https://us-1.api.gong.io.evil.example' })
    await expect(connect()).rejects.toMatchObject({ kind: 'insecure_host' })
  })
})

test.each(['garbage', 'halfBodies', 'serverErrors'])(
  'with the fault %s Gong is "unavailable"',
  async (fault) => {
    const { session } = await connect()
    await simulator.faults({ [fault]: 1 })
    await expect(gong.users(session)).rejects.toMatchObject({ kind: 'unavailable' })
  },
)

test('after a 429 nobody asks until Gong’s wait is over', async () => {
  const { session } = await connect()
  await simulator.faults({ rateLimited: true, retryAfterS: 1200 })
  await expect(gong.users(session)).rejects.toMatchObject({ kind: 'rate_limited', waitMs: 1_200_000 })
  await simulator.faults({ rateLimited: false })
  await expect(gong.users(session)).rejects.toMatchObject({ kind: 'rate_limited' })
  expect(simulator.requests().total).toBe(1)
})

test(
  'twenty requests at once, slowly answered, use up the allowance and none is refused',
  { timeout: 60_000 },
  async () => {
    const { session } = await connect()
    await simulator.faults({ latencyMs: 250 })
    const patient = Array.from({ length: 20 }, async () => {
      for (;;) {
        try {
          return await gong.users({ ...session, lane: 'backfill' })
        } catch (error) {
          if (!(error instanceof Error && 'kind' in error && error.kind === 'rate_limited')) throw error
        }
      }
    })
    await Promise.all(patient)
    const report = simulator.requests()
    expect([report.total, report.refused, report.mostInAnySecond]).toEqual([20, 0, 3])
  },
)

describe('subscriptions and what they deliver', () => {
  test('a delivery is verified with the token that Gong gave', async () => {
    const { session } = await connect()
    await using receiver = await startReceiver()
    const subscription = await gong.subscriptions.create(session, receiver.url)
    expect(await gong.subscriptions.list(session)).toMatchObject([{ id: subscription.id, url: receiver.url }])
    const id = await simulator.finishCall()
    await receiver.until(1)
    const { headers, body } = receiver.received[0]!
    const delivery = { secret: subscription.token, headers, rawBody: Buffer.from(body), now: new Date() }
    expect(verifyStandardWebhook(delivery).webhookId).toBe(headers['webhook-id'])
    expect(body).toContain(id)
    expect(() => verifyStandardWebhook({ ...delivery, rawBody: Buffer.from(`${body} `) })).toThrow(
      'wrong_signature',
    )
    await gong.subscriptions.remove(session, subscription.id)
    await gong.subscriptions.remove(session, subscription.id)
    expect(await gong.subscriptions.list(session)).toEqual([])
  })

  test('another program’s subscription is named', async () => {
    const { session } = await connect()
    await simulator.faults({ conflictingSubscription: true })
    await expect(gong.subscriptions.create(session, 'http://localhost:1/hook')).rejects.toMatchObject({
      kind: 'subscription_conflict',
      conflict: { id: expect.any(String), url: expect.stringMatching(/^https?:/) },
    })
  })

  test('a Gong without subscriptions says so', async () => {
    const { session } = await connect()
    await simulator.faults({ subscriptionsNotOffered: true })
    await expect(gong.subscriptions.create(session, 'http://localhost:1/hook')).rejects.toMatchObject({
      kind: 'not_offered',
    })
  })

  test('an automation rule’s delivery is verified with the key that the rule editor shows', async () => {
    await connect()
    await using receiver = await startReceiver()
    const rule = await simulator.control.setRule({ url: receiver.url, authentication: 'jwt' })
    await simulator.finishCall()
    await receiver.until(1)
    const { headers, body } = receiver.received[0]!
    const delivery = {
      publicKey: importRuleKey(rule.publicKey),
      authorization: headers['authorization'],
      rawBody: Buffer.from(body),
      webhookUrl: receiver.url,
      now: new Date(),
    }
    await verifyRuleJwt(delivery)
    await expect(verifyRuleJwt({ ...delivery, webhookUrl: 'https://other.example' })).rejects.toMatchObject({
      reason: 'wrong_url',
    })
  })
})

function client(): OAuthClient {
  return { id: 'sim-client', secret: 'simulator', appUrl: simulator.url }
}

async function consentCode(): Promise<string> {
  const back = await simulator.consent(gong.oauth.authorizeUrl(client(), { redirectUri, state: 'state' }))
  expect(back.searchParams.get('state')).toBe('state')
  return back.searchParams.get('code')!
}

/** A connection with an allowance of its own; its renewal asks Gong as the product does. */
async function connect(): Promise<{ session: GongSession; tokens: GongTokens }> {
  const tokens = await gong.oauth.exchangeCode(client(), { code: await consentCode(), redirectUri })
  const session: GongSession = {
    connectionId: newId(),
    apiBaseUrl: tokens.apiBaseUrl!,
    allowanceKey: newId(),
    lane: 'live',
    token: async () => tokens.accessToken,
    renew: async () => (await gong.oauth.refresh(client(), tokens.refreshToken)).accessToken,
  }
  return { session, tokens }
}
