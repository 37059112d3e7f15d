import { Writable } from 'node:stream'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { Alerts, ChangedAlerts, TestedAlerts } from '../../src/connections/alerts/alert-shapes.ts'
import { createLog } from '../../src/http/log.ts'
import { startApp, type TestApp, type TestAppOptions } from '../support/app.ts'
import { freePort } from '../support/free-port.ts'
import { issueClosed, issueOpen, pass } from '../support/issues.ts'
import { startMailServer, type TestMailServer } from '../support/mail-server.ts'
import { startReceiver, type ReceivedWebhook, type TestReceiver } from '../support/outside.ts'
import { joinAs } from '../support/people.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

/** People hear of an issue without looking: by mail and by an outgoing webhook. */

let mail: TestMailServer
let receiver: TestReceiver
let log = ''

beforeEach(async () => {
  mail = await startMailServer()
  receiver = await startReceiver()
  log = ''
})
afterEach(async () => {
  await mail[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

function start(options: TestAppOptions = {}): Promise<TestApp> {
  const to = new Writable({ write: (chunk, _encoding, done) => ((log += String(chunk)), done()) })
  return startApp({
    writer: quickWriter,
    outside: receiver.outside,
    log: createLog({ logLevel: 'trace' }, { to }),
    ...options,
    env: { SMTP_URL: mail.url, MAIL_FROM: 'FastFollow <ff@lumen.example>', ...options.env },
  })
}

const PATH = '/in/T0/path-secret'

const alerts = async (product: TestApp) => Alerts.parse(await product.api('GET', '/api/admin/alerts'))
const setAlerts = async (product: TestApp, body: object) =>
  ChangedAlerts.parse(
    await product.api('PUT', '/api/admin/alerts', { email: true, webhookUrl: null, ...body }),
  )
const hook = (): string => `${receiver.url}${PATH}`

/** Lets Gong refuse transcripts and a call need one. */
async function breakTranscripts(product: TestApp): Promise<void> {
  await product.gong.faults({ missingScopes: ['api:calls:read:transcript'] })
  await product.gong.finishCall()
  await issueOpen(product, 'forbidden')
}

async function mendTranscripts(product: TestApp): Promise<void> {
  await product.gong.faults({ missingScopes: [] })
  await product.connect()
  await issueClosed(product, 'forbidden')
}

const Event = z.object({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.looseObject({ issue: z.looseObject({ code: z.string() }).optional() }),
})

/** What a receiver does: the library judges signature and time, here as of the moment that the message names. */
function verified(secret: string, { headers, body }: ReceivedWebhook): z.infer<typeof Event> {
  const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  vi.useFakeTimers({ toFake: ['Date'], now: Number(headers['webhook-timestamp']) * 1000 })
  try {
    return Event.parse(new Webhook(secret).verify(body, plain))
  } finally {
    vi.useRealTimers()
  }
}

test('an issue is told by one mail and one signed webhook, and so is its end; a test goes both ways', async () => {
  await using product = await start()
  const { secret } = await setAlerts(product, { webhookUrl: hook() })
  expect(secret).toMatch(/^whsec_[\w+/=]{40,}$/)
  if (secret === null) throw new Error('there is a secret')

  const tested = TestedAlerts.parse(await product.api('POST', '/api/admin/alerts/test'))
  expect(tested).toEqual({ email: { sent: true, failure: null }, webhook: { sent: true, failure: null } })
  const [testing] = await receiver.until(1)
  expect(verified(secret, testing!)).toMatchObject({ type: 'alert.test' })
  expect((await mail.until(1))[0]).toMatchObject({
    to: [product.owner.email],
    subject: 'A test from FastFollow',
  })

  await product.connect()
  await breakTranscripts(product)
  await pass(product, 2)
  const [, told] = await mail.until(2)
  expect(told).toMatchObject({ to: [product.owner.email], subject: 'Gong refuses transcripts' })
  expect(told?.text).toContain('Add the scope api:calls:read:transcript to the OAuth client in Gong')
  expect(told?.text).toContain(`${product.config.publicUrl}/admin/health`)
  const [, opened] = await receiver.until(2)
  expect(opened?.path).toBe(PATH)
  const age = product.clock.now().getTime() / 1000 - Number(opened?.headers['webhook-timestamp'])
  expect(Math.abs(age)).toBeLessThan(100)
  expect(verified(secret, opened!)).toMatchObject({
    type: 'issue.opened',
    data: { workspaceId: product.workspaceId, issue: { code: 'forbidden', turn: 'admin', resolvedAt: null } },
  })

  await mendTranscripts(product)
  await pass(product, 2)
  expect((await mail.until(3))[2]?.subject).toBe('Solved: Gong refuses transcripts')
  const [, , closed] = await receiver.until(3)
  expect(verified(secret, closed!)).toMatchObject({
    type: 'issue.closed',
    data: { ended: 'seen_working', issue: { code: 'forbidden', resolvedAt: expect.any(String) } },
  })
  expect(closed?.headers['webhook-id']).not.toBe(opened?.headers['webhook-id'])
  expect(await alerts(product)).toMatchObject({
    email: {
      isSetUp: true,
      isOn: true,
      recipients: [{ name: 'Anna Berg', email: product.owner.email }],
      failure: null,
    },
    webhook: { url: hook(), failure: null, waiting: 0, lastSuccessAt: expect.any(String) },
  })
  expect(mail.received).toHaveLength(3)
  expect(receiver.received).toHaveLength(3)
})

test('a receiver that is down is tried again with the same id, shown meanwhile, and misses nothing', async () => {
  await using product = await start()
  const { secret } = await setAlerts(product, { webhookUrl: hook(), email: false })
  await product.connect()
  receiver.answer = (response) => response.writeHead(503).end()
  await breakTranscripts(product)
  await pass(product, 2)
  await receiver.until(1)
  await until('the failure to be shown', async () => (await alerts(product)).webhook.tries === 1)
  expect((await alerts(product)).webhook).toMatchObject({
    failure: `${new URL(receiver.url).host} answers 503.`,
    lastFailureAt: expect.any(String),
    lastSuccessAt: null,
    waiting: 1,
  })
  const metrics = await (await product.ask('GET', '/metrics')).text()
  expect(metrics).toContain('fastfollow_alerts_unsent{channel="webhook"} 1')
  await mendTranscripts(product)
  await pass(product, 2)
  await until(
    'the end to wait behind the beginning',
    async () => (await alerts(product)).webhook.waiting === 2,
  )

  receiver.answer = (response) => response.writeHead(200).end()
  await pass(product, 60)
  await until('both to be sent', async () => (await alerts(product)).webhook.waiting === 0)
  const events = receiver.received.map((each) => [
    verified(secret ?? '', each).type,
    each.headers['webhook-id'],
  ])
  const [first] = events
  expect(events.slice(0, -1).every((each) => String(each) === String(first))).toBe(true)
  expect(first?.[0]).toBe('issue.opened')
  expect(events.at(-1)?.[0]).toBe('issue.closed')
  expect((await alerts(product)).webhook).toMatchObject({ failure: null, lastSuccessAt: expect.any(String) })
  expect(mail.received).toEqual([])
})

test('what waits survives a restart', async () => {
  await using product = await start()
  await setAlerts(product, { webhookUrl: hook(), email: false })
  await product.connect()
  receiver.answer = (response) => response.writeHead(500).end()
  await breakTranscripts(product)
  await pass(product, 2)
  const [first] = await receiver.until(1)
  await until('the failure to be noted', async () => (await alerts(product)).webhook.tries === 1)
  await product.restart()
  receiver.answer = (response) => response.writeHead(204).end()
  await pass(product, 1)
  await until('it to be sent', async () => (await alerts(product)).webhook.waiting === 0)
  expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  expect(receiver.received.at(-1)?.body).toBe(first?.body)
})

describe('who is mailed', () => {
  test('when the owner has left, the admins, each by their own mail; and that the owner left is told to them', async () => {
    await using product = await start()
    const berta = await joinAs(product, { name: 'Berta', email: 'berta@lumen.example', role: 'admin' })
    const carl = await joinAs(product, { name: 'Carl', email: 'carl@lumen.example', role: 'admin' })
    await joinAs(product, { name: 'Mia', email: 'mia@lumen.example', role: 'member' })
    const { url } = await carl.api<{ url: string }>('GET', '/api/integrations/gong/connect?as=json')
    const back = await product.gong.consent(url)
    await product.ask('GET', back.pathname + back.search, { key: carl.key })
    expect((await alerts(product)).email.recipients.map(({ email }) => email)).toEqual([carl.email])

    const members = await product.api<{ items: { id: string; email: string }[] }>('GET', '/api/members')
    const id = members.items.find(({ email }) => email === carl.email)?.id
    expect((await product.ask('DELETE', `/api/members/${id}`)).ok).toBe(true)
    const left = await mail.until(2)
    expect(left.flatMap(({ to }) => to).sort()).toEqual([product.owner.email, berta.email].sort())
    expect(left[0]?.subject).toBe('Nobody owns the connection with Gong')

    // One address that is refused keeps nobody else from theirs, and nobody gets theirs twice.
    mail.refused.add(berta.email)
    await breakTranscripts(product)
    await pass(product, 2)
    await until('the refusal to be shown', async () => (await alerts(product)).email.tries >= 1)
    expect((await alerts(product)).email.failure).toContain('refuses the sender or the recipient (550)')
    mail.refused.clear()
    await pass(product, 60)
    const all = await mail.until(4)
    expect(all.slice(2).map(({ to, subject }) => [to[0], subject])).toEqual([
      [product.owner.email, 'Gong refuses transcripts'],
      [berta.email, 'Gong refuses transcripts'],
    ])
    const { email } = await until('both to count as told', async () => {
      const now = await alerts(product)
      return now.email.waiting === 0 && now
    })
    expect(email.failure).toBeNull()
    expect(mail.received).toHaveLength(4)
  })

  test('a mail server that is away loses nothing', async () => {
    const port = await freePort()
    await using product = await start({ env: { SMTP_URL: `smtp://127.0.0.1:${port}` } })
    await product.connect()
    await breakTranscripts(product)
    await pass(product, 2)
    await until('the failure to be shown', async () => (await alerts(product)).email.failure !== null)
    expect((await alerts(product)).email).toMatchObject({
      failure: `127.0.0.1:${port} can’t be reached (ESOCKET): check SMTP_URL and the network.`,
      waiting: 1,
    })
  })

  test('without a mail server nobody, and the answer says so', async () => {
    await using product = await start({ env: { SMTP_URL: '', MAIL_FROM: '' } })
    expect((await alerts(product)).email).toMatchObject({ isSetUp: false, isOn: true })
    const refused = await product.ask('POST', '/api/admin/alerts/test')
    expect(refused.status).toBe(409)
  })
})

describe('the address and its secret', () => {
  test('the secret is shown once, is new with another address or when asked for, and can’t be read anywhere', async () => {
    await using product = await start()
    const first = await setAlerts(product, { webhookUrl: hook() })
    const again = await setAlerts(product, { webhookUrl: hook() })
    const renewed = await setAlerts(product, { webhookUrl: hook(), newSecret: true })
    const moved = await setAlerts(product, { webhookUrl: `${hook()}/other` })
    const off = await setAlerts(product, { webhookUrl: null })
    const back = await setAlerts(product, { webhookUrl: hook() })
    expect([again.secret, off.secret]).toEqual([null, null])
    const secrets = [first, renewed, moved, back].map(({ secret }) => String(secret))
    expect(new Set(secrets).size).toBe(4)
    await product.api('POST', '/api/admin/alerts/test')
    receiver.answer = (response) => response.writeHead(500).end()
    await product.api('POST', '/api/admin/alerts/test')

    const { pool } = product.database
    const { rows: tables } = await pool.query<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    let stored = ''
    for (const { name } of tables) {
      const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`)
      stored += rows.map(({ row }) => row).join('\n')
    }
    const answers = JSON.stringify([
      await alerts(product),
      await product.api('GET', '/api/audit?limit=200'),
      await product.api('GET', '/api/admin/health'),
    ])
    expect(log).toContain('answered') // it was written at all
    for (const secret of secrets.map((each) => each.slice('whsec_'.length))) {
      expect(stored).not.toContain(secret)
      expect(log).not.toContain(secret)
      expect(answers).not.toContain(secret)
    }
    expect(stored).not.toContain('path-secret')
    expect(log).not.toContain('path-secret')
    expect(log).not.toContain(product.owner.email)
  })

  test('an address that is not https or leads inside is refused in words, and the former one stays', async () => {
    await using product = await start()
    await setAlerts(product, { webhookUrl: hook() })
    for (const webhookUrl of [
      'http://hooks.receiver.example',
      'https://10.0.0.1/in',
      'https://[::1]/in',
      'nonsense',
    ]) {
      const answer = await product.ask('PUT', '/api/admin/alerts', { body: { webhookUrl, email: true } })
      expect([webhookUrl, answer.status]).toEqual([webhookUrl, 400])
    }
    expect((await alerts(product)).webhook.url).toBe(hook())
  })

  test('as production sees it, a name of this machine is refused', async () => {
    await using product = await startApp({ writer: quickWriter })
    const answer = await product.ask('PUT', '/api/admin/alerts', {
      body: { webhookUrl: `https://localhost:${receiver.port}/in`, email: true },
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      message: expect.stringContaining('not on the public internet'),
    })
  })

  test('members neither see nor change who is told; what admins do is audited', async () => {
    await using product = await start()
    const mia = await joinAs(product, { name: 'Mia', email: 'mia@lumen.example', role: 'member' })
    const asMia = (method: string, path: string, body?: object) =>
      product.ask(method, path, { key: mia.key, ...(body && { body }) })
    const refused = await Promise.all([
      asMia('GET', '/api/admin/alerts'),
      asMia('PUT', '/api/admin/alerts', { webhookUrl: null, email: false }),
      asMia('POST', '/api/admin/alerts/test'),
    ])
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403])
    await setAlerts(product, { webhookUrl: hook() })
    await product.api('POST', '/api/admin/alerts/test')
    const { items } = await product.api<{ items: { action: string; details: object }[] }>('GET', '/api/audit')
    expect(items.slice(0, 2)).toMatchObject([
      { action: 'alerts.tested', details: { email: true, webhook: true } },
      {
        action: 'alerts.changed',
        details: { email: true, webhook: new URL(receiver.url).host, newSecret: true },
      },
    ])
  })

  test('tests can’t be used to write to somebody many times a minute', async () => {
    await using product = await start()
    await setAlerts(product, { webhookUrl: hook() })
    for (let count = 0; count < 10; count++) await product.api('POST', '/api/admin/alerts/test')
    const over = await product.ask('POST', '/api/admin/alerts/test')
    expect(over.status).toBe(429)
    expect(receiver.received).toHaveLength(10)
  })
})
