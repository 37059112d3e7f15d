import { createHash } from 'node:crypto'
import { importSPKI, jwtVerify } from 'jose'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GongClient } from '../../test/support/gong-client.ts'
import { startReceiver, startTestSimulator } from '../../test/support/simulator.ts'
import type { Receiver, TestSimulator } from '../../test/support/simulator.ts'

let simulator: TestSimulator
let receiver: Receiver
const gong = new GongClient(() => simulator)

beforeEach(async () => {
  simulator = await startTestSimulator()
  await simulator.faults({ ratePerSecond: 10_000, webhookBackoffMs: 1 })
  receiver = await startReceiver()
})
afterEach(async () => {
  await simulator.stop()
  await receiver[Symbol.asyncDispose]()
})

async function subscriptions(method: string, { url, id }: { url?: string; id?: string } = {}) {
  const path = `/v2/webhooks/subscriptions${id === undefined ? '' : `/${id}`}`
  const body = url === undefined ? undefined : { event: 'call.analyzed', url }
  const answer = await gong.ask((await gong.connect()).access_token, path, body, method)
  return { status: answer.status, ...answer.body }
}

describe('a subscription', () => {
  test('gets a delivery for each finished call, signed as Standard Webhooks say', async () => {
    const { subscription } = await subscriptions('POST', { url: receiver.url })
    const ids = await simulator.finishCalls({ count: 3 })
    await receiver.until(3)
    const webhook = new Webhook(subscription.token)
    const bodies = receiver.received.map(({ body, headers }) => webhook.verify(body, headers))
    expect(bodies).toContainEqual({
      type: 'call.analyzed',
      timestamp: expect.any(String),
      data: { callId: ids[0], gongWorkspaceId: expect.stringMatching(/^\d{19}$/) },
    })
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(3)
  })

  test('is one per company: a second one conflicts, until the first is removed', async () => {
    const { subscription } = await subscriptions('POST', { url: receiver.url })
    const conflict = await subscriptions('POST', { url: 'http://localhost/other' })
    expect(conflict).toMatchObject({ status: 409, conflict: { id: subscription.id, url: receiver.url } })
    expect(conflict.errors[0]).toMatch(/already/)
    expect((await subscriptions('GET')).subscriptions).toEqual([
      expect.not.objectContaining({ token: expect.anything() }),
    ])
    expect((await subscriptions('DELETE', { id: subscription.id })).status).toBe(204)
    expect((await subscriptions('POST', { url: 'http://localhost/other' })).status).toBe(201)
  })

  test('of another program stands in the way until it is removed', async () => {
    await simulator.faults({ conflictingSubscription: true })
    const { conflict } = await subscriptions('POST', { url: receiver.url })
    expect(conflict.url).toMatch(/^https:\/\/hooks\.other-tool\.example/)
    expect((await subscriptions('DELETE', { id: conflict.id })).status).toBe(204)
    expect((await subscriptions('POST', { url: receiver.url })).status).toBe(201)
  })

  test('is not offered where the fault says so', async () => {
    await simulator.faults({ subscriptionsNotOffered: true })
    expect((await subscriptions('POST', { url: receiver.url })).status).toBe(404)
  })

  test('from before a reset still delivers, and yields to a client that starts over', async () => {
    await subscriptions('POST', { url: receiver.url })
    await simulator.reset()
    await simulator.finishCall()
    await receiver.until(1)
    expect((await subscriptions('POST', { url: 'http://localhost/new' })).status).toBe(201)
  })

  test('is tried again with the same id until it is answered', async () => {
    await subscriptions('POST', { url: receiver.url })
    receiver.status = 503
    await simulator.faults({ webhookRetries: 1000 })
    await simulator.finishCall()
    await receiver.until(2)
    receiver.status = 202
    await expect.poll(() => simulator.control.deliveries()[0]?.state).toBe('answered')
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  test('is given up after as many repetitions as are set', async () => {
    await subscriptions('POST', { url: receiver.url })
    receiver.status = 500
    await simulator.faults({ webhookRetries: 2 })
    await simulator.finishCall()
    await expect.poll(() => simulator.control.deliveries()[0]?.state).toBe('gave_up')
    expect(receiver.received).toHaveLength(3)
  })

  test('faults: dropped, doubled, wrongly signed, and none at all with notify false', async () => {
    const { subscription } = await subscriptions('POST', { url: receiver.url })
    await simulator.finishCall({ notify: false })
    await simulator.faults({ dropWebhooks: 1 })
    await simulator.finishCall()
    await simulator.faults({ dropWebhooks: 0, duplicateWebhooks: true, badSignature: true })
    await simulator.finishCall()
    await receiver.until(2)
    expect(simulator.control.deliveries().map(({ state }) => state)).toContain('dropped')
    const [one, other] = receiver.received
    expect(one?.headers['webhook-id']).toBe(other?.headers['webhook-id'])
    expect(() => new Webhook(subscription.token).verify(one?.body ?? '', one?.headers ?? {})).toThrow(
      /signature/i,
    )
  })
})

describe('an automation rule', () => {
  test("delivers the call itself, with a raw JWT over the address and the body's hash", async () => {
    const { publicKey } = await simulator.control.setRule({ url: receiver.url })
    const id = await simulator.finishCall()
    await receiver.until(1)
    const [delivery] = receiver.received
    const key = await importSPKI(
      `-----BEGIN PUBLIC KEY-----\n${publicKey}\n-----END PUBLIC KEY-----`,
      'RS256',
    )
    const { payload } = await jwtVerify(delivery?.headers['authorization'] ?? '', key, {
      requiredClaims: ['exp'],
    })
    expect(payload).toMatchObject({
      webhook_url: receiver.url,
      body_sha256: createHash('sha256')
        .update(delivery?.body ?? '')
        .digest('hex'),
    })
    const body = JSON.parse(delivery?.body ?? '')
    expect(body).toMatchObject({ isTest: false, isPrivate: false, callData: { metaData: { id } } })
    expect(Object.keys(body.callData).toSorted()).toEqual([
      'collaboration',
      'content',
      'context',
      'interaction',
      'metaData',
      'parties',
    ])
  })

  test('with the secret in its address signs nothing', async () => {
    await simulator.control.setRule({ url: `${receiver.url}?key=secret`, authentication: 'url' })
    await simulator.finishCall()
    await receiver.until(1)
    expect(receiver.received[0]?.headers).not.toHaveProperty('authorization')
  })

  test('leaves out what its filter does not match, and tests with a real call', async () => {
    await simulator.control.setRule({ url: receiver.url, filter: { scope: 'Internal' } })
    await simulator.finishCall({ scope: 'External' })
    expect(simulator.control.deliveries()).toEqual([])
    const { attempts } = await simulator.control.testRule()
    expect(attempts.at(-1)?.status).toBe(202)
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ isTest: true })
  })
})
