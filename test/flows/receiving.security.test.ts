import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  presentKey,
  rotateWebhookKey,
  setWebhookSecret,
  webhookUrl,
} from '../../src/connections/webhook-keys.ts'
import { createSecrets } from '../../src/secrets.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { analyzed, signedByRule, signedEvent } from '../support/deliveries.ts'
import { until } from '../support/until.ts'

/** The receiver with a subscription whose token the test knows. */
async function startReceiver(options: Parameters<typeof startApp>[0] = {}) {
  const product = await startApp(options)
  await product.connect()
  const { rows } = await product.database.pool.query<{ id: string }>('select id from connection')
  const connection = { id: rows[0]!.id, workspaceId: product.workspaceId }
  const secrets = createSecrets(product.config.secretKey ?? '')
  const key = await presentKey(connection, 'subscription', product.database.db, secrets)
  return { product, secrets, key: key!, url: webhookUrl(product.url, key!), token: key!.secret! }
}

/** When what was acknowledged is taken in. */
async function stored(product: TestApp): Promise<{ deliveries: number; calls: number }> {
  await until('what arrived to be taken in', async () => {
    const { rows } = await product.database.pool.query('select 1 from arrival')
    return rows.length === 0
  })
  const { rows } = await product.database.pool.query<{ deliveries: string; calls: string }>(
    'select (select count(*) from delivery) as deliveries, (select count(*) from call) as calls',
  )
  return { deliveries: Number(rows[0]!.deliveries), calls: Number(rows[0]!.calls) }
}

const send = (url: string, delivery: { headers: Record<string, string>; body: string }): Promise<Response> =>
  fetch(url, { method: 'POST', ...delivery })

test('a signed event is accepted once and answered as a duplicate after that', async () => {
  const { product, url, token } = await startReceiver()
  await using _ = product
  const delivery = signedEvent(token, analyzed('7782342274025937895'))
  const first = await send(url, delivery)
  expect([first.status, await first.json()]).toEqual([202, { status: 'accepted' }])
  const again = await send(url, delivery)
  expect([again.status, await again.json()]).toEqual([200, { status: 'duplicate' }])
  expect(await stored(product)).toEqual({ deliveries: 1, calls: 1 })
})

test('what follows a delivery and was left undone is done with its repeat', async () => {
  const { product, url, token } = await startReceiver()
  await using _ = product
  const delivery = signedEvent(token, analyzed('7782342274025937895'))
  const lastEvent = async () => {
    const { rows } = await product.database.pool.query('select last_event_at from connection')
    return (rows[0] as { last_event_at: Date | null }).last_event_at
  }
  expect((await send(url, delivery)).status).toBe(202)
  await until('the arrival to be noted', lastEvent)
  // As if the process had died between the two.
  await product.database.pool.query('update connection set last_event_at = null')
  expect((await send(url, delivery)).status).toBe(200)
  await until('the arrival to be noted', lastEvent)
})

test('a delivery without a valid signature changes nothing', async () => {
  const { product, url, token } = await startReceiver()
  await using _ = product
  const good = signedEvent(token, analyzed('1'))
  const foreign = signedEvent(`whsec_${randomBytes(32).toString('base64')}`, analyzed('1'))
  const stale = signedEvent(token, analyzed('1'), { at: new Date(Date.now() - 6 * 60_000) })
  const early = signedEvent(token, analyzed('1'), { at: new Date(Date.now() + 6 * 60_000) })
  const { 'webhook-signature': signature, ...unsigned } = good.headers
  const refused = [
    foreign,
    stale,
    early,
    { ...good, body: good.body.replace('"1"', '"2"') },
    { ...good, headers: { ...good.headers, 'webhook-id': 'msg_other' } },
    { ...good, headers: { ...good.headers, 'webhook-timestamp': '0' } },
    { ...good, headers: unsigned },
    { ...good, headers: { ...good.headers, 'webhook-signature': `v1,${'A'.repeat(43)}=` } },
    { ...good, headers: { ...good.headers, 'webhook-signature': '' } },
    { ...good, headers: { ...good.headers, 'webhook-signature': `v2${signature?.slice(2)}` } },
  ]
  for (const delivery of refused) expect((await send(url, delivery)).status).toBe(401)
  expect(await stored(product)).toEqual({ deliveries: 0, calls: 0 })
  const { issues } = await product.connection()
  expect(issues).toMatchObject([{ code: 'signature_rejected', count: refused.length, turn: 'admin' }])
})

test('bad input gets its status, stores nothing, and the server lives on', async () => {
  const { product, url, token } = await startReceiver()
  await using _ = product
  const signed = (body: unknown) => signedEvent(token, body)
  const cases: [number, { headers: Record<string, string>; body: string }, string?][] = [
    [400, signed('{"type": "call.analy')],
    [400, signed('null')],
    [400, signed([])],
    [400, signed({ type: 'call.analyzed', data: {} })],
    [400, signed({ type: 'call.analyzed', data: { callId: 7 } })],
    [400, signed({ type: 'call.analyzed', data: { callId: "1'; drop table call; --" } })],
    [401, { headers: { 'content-type': 'application/json' }, body: '' }],
    [404, signed(analyzed('1')), `${product.url}/api/webhooks/gong/${randomBytes(24).toString('base64url')}`],
    [413, signed({ ...analyzed('1'), padding: 'x'.repeat(2 * 1024 * 1024) })],
    [
      415,
      {
        ...signed(analyzed('1')),
        headers: { ...signed(analyzed('1')).headers, 'content-type': 'text/plain' },
      },
    ],
    [
      415,
      {
        ...signed(analyzed('1')),
        headers: { ...signed(analyzed('1')).headers, 'content-type': 'application/xml' },
      },
    ],
  ]
  for (const [status, delivery, to] of cases) {
    const response = await send(to ?? url, delivery)
    expect([status, delivery.body.slice(0, 80)]).toEqual([response.status, delivery.body.slice(0, 80)])
    expect(await response.json()).toMatchObject({ error: expect.any(String), message: expect.any(String) })
  }
  expect(await stored(product)).toEqual({ deliveries: 0, calls: 0 })
  const unknownKeys = signed({
    ...analyzed('1'),
    extra: { deep: [1, null] },
    data: { ...analyzed('1').data, more: true },
  })
  expect((await send(url, unknownKeys)).status).toBe(202)
})

test('a rule’s address without a key refuses everything; with the key, only what the rule signed for this address and body', async () => {
  await using product = await startApp()
  await product.connect()
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const privatePem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const bareKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const details = {
    metaData: { id: '42', title: 'By rule', isPrivate: false, started: new Date().toISOString() },
    parties: [],
  }
  const payload = { callData: details, isTest: false }

  const { webhookUrl: url } = await product.api<{ webhookUrl: string }>(
    'PUT',
    '/api/integrations/gong/rule',
    {},
  )
  expect((await send(url, await signedByRule(privatePem, url, payload))).status).toBe(401)

  const withKey = await product.api<{ webhookUrl: string }>('PUT', '/api/integrations/gong/rule', {
    publicKey: bareKey,
  })
  expect(withKey.webhookUrl).toBe(url)
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  const refused = [
    await signedByRule(other, url, payload),
    await signedByRule(privatePem, url, payload, { webhook_url: `${product.url}/elsewhere` }),
    await signedByRule(privatePem, url, payload, { expiresIn: '-10m' }),
    await signedByRule(privatePem, url, payload, { body_sha256: '0'.repeat(64) }),
    { ...(await signedByRule(privatePem, url, payload)), body: JSON.stringify({ ...payload, isTest: true }) },
  ]
  for (const delivery of refused) expect((await send(url, delivery)).status).toBe(401)
  expect(await stored(product)).toEqual({ deliveries: 0, calls: 0 })

  expect((await send(url, await signedByRule(privatePem, url, { ...payload, isTest: true }))).status).toBe(
    202,
  )
  expect(await stored(product)).toEqual({ deliveries: 1, calls: 0 })
  const good = await signedByRule(privatePem, url, payload)
  const withBearer = {
    ...good,
    headers: { ...good.headers, authorization: `Bearer ${good.headers['authorization']}` },
  }
  expect((await send(url, withBearer)).status).toBe(202)
  expect((await send(url, good)).status).toBe(200)
  expect(await stored(product)).toEqual({ deliveries: 2, calls: 1 })
})

test('the verifier is chosen by the address, never by the request', async () => {
  const { product, url, token } = await startReceiver()
  await using _ = product
  const { webhookUrl: ruleUrl } = await product.api<{ webhookUrl: string }>(
    'PUT',
    '/api/integrations/gong/rule',
    { urlSecret: true },
  )
  expect(ruleUrl).not.toBe(url)
  // Unsigned bodies pass at the rule's secret address only, and a subscription's signature opens no other address.
  const payload = { callData: { metaData: { id: '42' }, parties: [] }, isTest: false }
  const unsigned = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) }
  expect((await send(url, unsigned)).status).toBe(401)
  expect((await send(ruleUrl, signedEvent(token, analyzed('1')))).status).toBe(400)
  expect((await send(ruleUrl, unsigned)).status).toBe(202)
})

test('what is remembered of an address counts only as long as it is so: a replaced token holds at once, the old one no more', async () => {
  const { product, url, token, key, secrets } = await startReceiver()
  await using _ = product
  const { db } = product.database
  expect((await send(url, signedEvent(token, analyzed('1')))).status).toBe(202)
  // As another process would: this one is not told.
  const fresh = `whsec_${randomBytes(32).toString('base64')}`
  await setWebhookSecret(key, fresh, db, secrets)
  expect((await send(url, signedEvent(token, analyzed('2')))).status).toBe(401)
  expect((await send(url, signedEvent(fresh, analyzed('3')))).status).toBe(202)
  await setWebhookSecret(key, token, db, secrets)
  expect((await send(url, signedEvent(token, analyzed('4')))).status).toBe(202)
  await sql`delete from webhook_key`.execute(db)
  expect((await send(url, signedEvent(token, analyzed('5')))).status).toBe(404)
  expect(await stored(product)).toEqual({ deliveries: 3, calls: 3 })
})

test('an address that was replaced is refused when its hour is over, however well it is remembered', async () => {
  const { product, url, token, key, secrets } = await startReceiver()
  await using _ = product
  const { db } = product.database
  await rotateWebhookKey(key, product.clock.now(), db, secrets)
  expect((await send(url, signedEvent(token, analyzed('1')))).status).toBe(202)
  product.clock.move(3_600_000)
  const late = signedEvent(token, analyzed('2'), { at: product.clock.now() })
  expect((await send(url, late)).status).toBe(404)
  expect(await stored(product)).toEqual({ deliveries: 1, calls: 1 })
})

test('a database that stands still is not waited for: 503, and what it stored after all makes the repeat a duplicate', async () => {
  const { product, url, token } = await startReceiver({ storeWithinMs: 200 })
  await using _ = product
  const delivery = signedEvent(token, analyzed('1'))
  await product.database.db.transaction().execute(async (tx) => {
    await sql`lock table arrival in exclusive mode`.execute(tx)
    const response = await send(url, delivery)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
  })
  await until('it to be stored', async () => (await stored(product)).deliveries === 1)
  expect((await send(url, delivery)).status).toBe(200)
  expect(await stored(product)).toEqual({ deliveries: 1, calls: 1 })
})

test('deliveries that are verified before the first of their address is noted are stored, too', async () => {
  const { product, url, token } = await startReceiver()
  await using _ = product
  const answers = await Promise.all(
    [...Array(400).keys()].map((n) => send(url, signedEvent(token, analyzed(String(n + 1))))),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
  expect(await stored(product)).toEqual({ deliveries: 400, calls: 400 })
})

test('what was signed with a secret that was replaced is refused for its signature, whatever is in it', async () => {
  const { product, url, token, key, secrets } = await startReceiver()
  await using _ = product
  expect((await send(url, signedEvent(token, analyzed('1')))).status).toBe(202)
  await setWebhookSecret(key, `whsec_${randomBytes(32).toString('base64')}`, product.database.db, secrets)
  expect((await send(url, signedEvent(token, 'no JSON of ours'))).status).toBe(401)
})

test('after disconnecting, every delivery is refused', async () => {
  const { product, url, token } = await startReceiver()
  await using _ = product
  expect((await send(url, signedEvent(token, analyzed('0')))).status).toBe(202)
  await product.api('DELETE', '/api/integrations/gong')
  expect((await send(url, signedEvent(token, analyzed('1')))).status).toBe(401)
  expect(await stored(product)).toEqual({ deliveries: 1, calls: 1 })
})
