import type { LookupAddress } from 'node:dns'
import { createServer } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { RECEIVER_HOST, startReceiver, type TestReceiver } from '../../../test/support/outside.ts'
import { postWebhook } from './post-webhook.ts'
import { outside, type Outside } from './public-address.ts'

let receiver: TestReceiver
beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver[Symbol.asyncDispose]())
beforeEach(() => {
  receiver.received.length = 0
  receiver.answer = (response) => response.writeHead(204).end()
})

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const message = (url = `${receiver.url}/in?x=1`) => ({
  url,
  secret,
  id: 'msg_1',
  body: '{"type":"issue.opened"}',
})
const post = (where: Outside = receiver.outside, url?: string, deadlineMs = 10_000) =>
  postWebhook(message(url), new Date(), where, deadlineMs)

test('a message arrives whole, signed as the Standard Webhooks library expects', async () => {
  await post()
  const [got] = receiver.received
  expect(got?.path).toBe('/in?x=1')
  expect(got?.headers).toMatchObject({ host: `${RECEIVER_HOST}:${receiver.port}`, 'webhook-id': 'msg_1' })
  const headers = Object.fromEntries(
    Object.entries(got?.headers ?? {}).map(([name, value]) => [name, String(value)]),
  )
  expect(new Webhook(secret).verify(got?.body ?? '', headers)).toEqual({ type: 'issue.opened' })
})

test('the certificate must be the host’s own and trusted', async () => {
  const { ca: _, ...untrusting } = receiver.outside
  await expect(post(untrusting)).rejects.toThrow(/can’t be reached \(DEPTH_ZERO_SELF_SIGNED_CERT\)/)
  await expect(post(receiver.outside, `https://another.example:${receiver.port}/`)).rejects.toThrow(
    /ERR_TLS_CERT_ALTNAME_INVALID/,
  )
  expect(receiver.received).toEqual([])
})

test('a redirect is not followed', async () => {
  receiver.answer = (response) => response.writeHead(307, { location: `${receiver.url}/elsewhere` }).end()
  await expect(post()).rejects.toThrow('answers with a redirect (307), which is not followed')
  expect(receiver.received).toHaveLength(1)
})

test.each([400, 404, 410, 429, 500])('an answer of %i is a failure', async (status) => {
  receiver.answer = (response) => response.writeHead(status).end()
  await expect(post()).rejects.toThrow(String(status))
})

test('who does not answer in time is not waited for', async () => {
  receiver.answer = () => {}
  await expect(post(receiver.outside, undefined, 200)).rejects.toThrow('did not answer')
})

test('a resolver that does not answer in time is not waited for', async () => {
  const silent = { ...receiver.outside, resolve: () => new Promise<never>(() => {}) }
  await expect(post(silent, undefined, 50)).rejects.toThrow('did not answer')
})

test('of an endless answer nothing is read but its beginning', async () => {
  let written = 0
  let isClosed = false
  receiver.answer = (response) => {
    response.writeHead(200)
    response.on('close', () => (isClosed = true))
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(64_000))) written += 64_000
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  }
  await post()
  await expect.poll(() => isClosed).toBe(true)
  expect(written).toBeLessThan(20_000_000)
})

test('headers without end are refused', async () => {
  receiver.answer = (response) => response.writeHead(200, { x: 'y'.repeat(20_000) }).end()
  await expect(post()).rejects.toThrow('HPE_HEADER_OVERFLOW')
})

test('the name is resolved for each message, and nothing is sent once it leads inside (rebinding)', async () => {
  const answers = ['127.0.0.1', '10.0.0.7']
  const where: Outside = {
    ...receiver.outside,
    resolve: async () => [{ address: answers.shift() ?? '', family: 4 }],
  }
  await post(where)
  await expect(post(where)).rejects.toThrow('not on the public internet')
  expect(answers).toEqual([])
  expect(receiver.received).toHaveLength(1)
})

test('the connection goes to the address that was checked, whatever the name leads to a moment later', async () => {
  let asked = 0
  const where: Outside = {
    ...receiver.outside,
    // A second look would find another address, and this machine's own resolver knows no such name at all.
    resolve: async () => [{ address: asked++ === 0 ? '127.0.0.1' : '192.0.2.1', family: 4 }],
  }
  await post(where)
  expect(asked).toBe(1)
  expect(receiver.received).toHaveLength(1)
})

test('one address inside among public ones refuses the host', async () => {
  const found: LookupAddress[] = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]
  await expect(post({ ...receiver.outside, resolve: async () => found })).rejects.toThrow('not on the public')
  expect(receiver.received).toEqual([])
})

test.each([
  'https://127.0.0.1',
  'https://localhost',
  'https://2130706433',
  'https://0x7f.1',
  'https://0177.0.0.1',
  'https://127.1',
  'https://[::1]',
  'https://[::ffff:127.0.0.1]',
  'https://[64:ff9b::7f00:1]',
])('%s, as production sees it, gets no connection', async (origin) => {
  let connections = 0
  await using server = createServer(() => connections++)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await expect(post(outside, `${origin}:${port}/`)).rejects.toThrow('not on the public internet')
  expect(connections).toBe(0)
})
