import { once } from 'node:events'
import { connect } from 'node:net'
import { fastify } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { expect, test } from 'vitest'
import { closesInTime } from './close-server.ts'

async function listening() {
  const server = fastify({ connectionTimeout: 120_000 }).withTypeProvider<ZodTypeProvider>()
  const begun = Promise.withResolvers<void>()
  const mayEnd = Promise.withResolvers<void>()
  server.get('/slow', async () => {
    begun.resolve()
    await mayEnd.promise
    return { done: true }
  })
  server.post('/', async () => ({}))
  const ending = closesInTime(server)
  const url = await server.listen({ port: 0, host: '127.0.0.1' })
  const open = async () => {
    const arrived = once(server.server, 'connection')
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' })
    await Promise.all([once(socket, 'connect'), arrived])
    return socket
  }
  return { ...ending, url, open, begun: begun.promise, mayEnd: mayEnd.resolve }
}

test('a connection opened ahead of need does not hold the end up', async () => {
  const { close, open } = await listening()
  const unused = await open()
  const ended = once(unused, 'close')
  await close(20_000)
  await ended
}, 10_000)

test('a request that runs is answered before the end', async () => {
  const { close, url, begun, mayEnd } = await listening()
  const answer = fetch(`${url}/slow`)
  await begun
  const closed = close(20_000)
  mayEnd()
  expect(await (await answer).json()).toEqual({ done: true })
  await closed
}, 10_000)

test('a request that never arrives whole is cut when the time is over', async () => {
  const { close, open } = await listening()
  const slow = await open()
  slow.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{')
  const ended = new Promise((resolve) => slow.once('error', () => {}).once('close', resolve))
  await close(100)
  await ended
}, 10_000)
