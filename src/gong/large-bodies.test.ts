import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { json, startFakeServer } from '../../test/support/fake-server.ts'
import type { Allowance } from './allowance/allowance.ts'
import { createGong } from './client.ts'
import { createLargeBodies, FREE_BYTES } from './large-bodies.ts'

test('no more than there are places, in the order of coming, however often a place is given back', async () => {
  const bodies = createLargeBodies(2)
  const order: number[] = []
  let inside = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      const leave = await bodies.enter()
      order.push(i)
      most = Math.max(most, ++inside)
      await sleep(1)
      inside -= 1
      leave()
      leave()
    }),
  )
  expect(most).toBe(2)
  expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i))
})

const DEADLINE_MS = 2_000
const range = { from: new Date(0), to: new Date() }
const calls = (size: number) => ({ calls: [{ id: '1', title: 'x'.repeat(size) }] })

test('a large answer waits for its place outside of its deadline, small ones go on, and the place comes free after it', async () => {
  await using server = await startFakeServer(({ url }, response) =>
    json(response, 200, calls(url.searchParams.get('cursor') === 'large' ? FREE_BYTES + 1 : 10)),
  )
  const bodies = createLargeBodies(1)
  const asked = Promise.withResolvers<void>()
  const gong = createGong({
    config: { apiHosts: [] },
    allowance: {
      take: async () => ({ sent: () => {} }),
      answered: () => {},
    } as Partial<Allowance> as Allowance,
    clock: { now: () => new Date() },
    log: pino({ level: 'silent' }),
    deadlineMs: DEADLINE_MS,
    largeBodies: {
      enter() {
        asked.resolve()
        return bodies.enter()
      },
    },
  })
  const token = async () => 'token'
  const session = {
    connectionId: 'c',
    apiBaseUrl: server.url,
    allowanceKey: 'c',
    lane: 'live' as const,
    token,
    renew: token,
  }
  const leave = await bodies.enter()
  let isRead = false
  const large = gong.listCalls(session, { ...range, cursor: 'large' }).then((page) => {
    isRead = true
    return page
  })
  await asked.promise
  expect((await gong.listCalls(session, range)).items).toHaveLength(1)
  await sleep(DEADLINE_MS * 1.2)
  expect(isRead).toBe(false)
  leave()
  expect((await large).items[0]!.title).toHaveLength(FREE_BYTES + 1)
  const again = await bodies.enter()
  again()
})
