import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { program, startTestServer, type Actor, type TestServer } from '../../test/support/test-server.ts'
import { until } from '../../test/support/until.ts'
import { createFairTurns } from './fair-share.ts'
import type { Server } from './server.ts'

/** Slow senders, huge bodies, floods of connections, and a workspace that asks for everything at once. */

let app: TestServer
let port: number
const inside: string[] = []
const goOn = Promise.withResolvers<void>()

function testRoutes(server: Server): void {
  server.post('/api/hooks/:key', { config: { access: 'none' } }, async (_request, reply) =>
    reply.code(202).send({ status: 'accepted' }),
  )
  server.get('/api/slow', async (request) => {
    inside.push(request.viewer?.workspaceId ?? '')
    await goOn.promise
    return { ok: true }
  })
}

beforeAll(async () => {
  app = await startTestServer({ routes: [testRoutes] })
  await app.server.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.server.address() as AddressInfo).port
})
afterAll(() => app.stop())

test('connections and the time they have are bounded', () => {
  const { maxConnections, headersTimeout, requestTimeout, timeout } = app.server.server
  expect({ maxConnections, headersTimeout, requestTimeout, timeout }).toEqual({
    maxConnections: 10_000,
    headersTimeout: 15_000,
    requestTimeout: 30_000,
    timeout: 120_000,
  })
})

test('slow senders of large bodies keep out large bodies of their own address and nothing else, until they are gone', async () => {
  const MEGABYTE = 1024 * 1024
  const begin = (bytes: number): Socket => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(
      `POST /api/hooks/k HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${bytes}\r\n\r\n`,
    )
    return socket
  }
  const send = (bytes: number) =>
    fetch(`http://127.0.0.1:${port}/api/hooks/k`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify('x'.repeat(bytes - 2)),
    })
  // A quarter of 128 MB; one byte of each has come.
  const slow = Array.from({ length: 32 }, () => begin(MEGABYTE))
  for (const socket of slow) socket.write('"')
  const refused = await until('a large body to be refused', async () => {
    const answer = await send(MEGABYTE)
    return answer.status === 503 && answer
  })
  expect(refused.headers.get('retry-after')).toBe('5')
  expect(await refused.json()).toMatchObject({ error: 'unavailable' })
  expect((await send(2_000)).status).toBe(202)
  for (const socket of slow) socket.destroy()
  await until('a large body to be taken', async () => (await send(MEGABYTE)).status === 202)
})

test('a workspace that asks for more than its half at once waits for itself, and another one is served', async () => {
  const ada: Actor = await app.setUp()
  const eve = await app.otherWorkspace(ada)
  const slow = (actor: Actor) => app.server.inject({ url: '/api/slow', headers: program(actor.key) })
  const adas = Array.from({ length: 9 }, () => slow(ada))
  await until('six to be inside', async () => inside.length === 6)
  const eves = slow(eve)
  await until('the other workspace to be inside', async () => inside.includes(eve.workspaceId))
  expect(inside.filter((id) => id === ada.workspaceId)).toHaveLength(6)
  goOn.resolve()
  const answers = await Promise.all([...adas, eves])
  expect(answers.map((answer) => answer.statusCode)).toEqual(Array(10).fill(200))
  expect(inside).toHaveLength(10)
})

test('a line has an end, and a place is given back once', async () => {
  const turns = createFairTurns({ atOnce: 1, waiting: 1 })
  const leave = await turns.enter('a')
  const second = turns.enter('a')
  await expect(turns.enter('a')).rejects.toMatchObject({ code: 'unavailable', retryAfterS: 2 })
  leave()
  leave()
  const leaveToo = await second
  const third = turns.enter('a')
  leaveToo()
  await (
    await third
  )()
  await turns.enter('a')
})
