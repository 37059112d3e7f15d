import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { systemClock } from '../../clock.ts'
import { createFollowing } from './following.ts'

const log = pino({ level: 'silent' })

test('a round that took in nothing, or whose wake-up fails, ends nothing: the next connections are woken', async () => {
  await using database = await createTestDatabase()
  const woken: string[] = []
  const wake = async (_db: unknown, _queue: string, key: string): Promise<void> => {
    woken.push(key)
    if (key === 'fails') throw new Error('the database is away')
  }
  const following = createFollowing({ db: database.db, clock: systemClock, jobs: { wake }, log })
  for (const connectionIds of [[], ['fails', 'one'], ['two']]) {
    following.add({ webhookKeyIds: [], connectionIds })
    await following.done()
  }
  expect(woken).toEqual(['fails', 'one', 'two'])
})

test('connections that come while others are woken are woken next, each once', async () => {
  await using database = await createTestDatabase()
  const woken: string[] = []
  const { promise: first, resolve } = Promise.withResolvers<void>()
  const wake = async (_db: unknown, _queue: string, key: string): Promise<void> => {
    woken.push(key)
    await first
  }
  const following = createFollowing({ db: database.db, clock: systemClock, jobs: { wake }, log })
  for (const id of ['one', 'two', 'two', 'three']) following.add({ webhookKeyIds: [], connectionIds: [id] })
  resolve()
  await following.done()
  expect(woken).toEqual(['one', 'two', 'three'])
})
