import { once, EventEmitter } from 'node:events'
import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createJobs } from '../../src/jobs/jobs.ts'
import { createTestDatabase } from '../support/database.ts'

async function startJobs() {
  const database = await createTestDatabase()
  const jobs = createJobs({ client: { connectionString: database.url }, log: pino({ level: 'silent' }) })
  await jobs.start()
  return {
    database,
    jobs,
    async [Symbol.asyncDispose]() {
      await jobs.stop(1000)
      await database.drop()
    },
  }
}

test('a wake-up that arrives while its worker is busy leads to another run', async () => {
  await using started = await startJobs()
  const { jobs, database } = started
  const events = new EventEmitter()
  let runs = 0
  const firstBegan = once(events, 'run-1')
  const secondBegan = once(events, 'run-2')
  await jobs.work('gong-fetch', { atOnce: 4, batch: 1 }, async () => {
    runs += 1
    events.emit(`run-${runs}`)
    if (runs === 1) await once(events, 'go-on')
  })
  await jobs.wake(database.db, 'gong-fetch', 'a', { connectionId: 'a' })
  await firstBegan
  await jobs.wake(database.db, 'gong-fetch', 'a', { connectionId: 'a' })
  await jobs.wake(database.db, 'gong-fetch', 'a', { connectionId: 'a' })
  events.emit('go-on')
  await secondBegan
  expect(runs).toBe(2)
})

test('a wake-up sent from an open transaction is not lost, even when others come and go meanwhile', async () => {
  await using started = await startJobs()
  const { jobs, database } = started
  const isCommitted = async (): Promise<boolean> =>
    (await database.pool.query("select 1 from attempt where key = 'the work'")).rows.length > 0
  const events = new EventEmitter()
  const sawTheWork = once(events, 'run-with-work')
  await jobs.work('gong-fetch', { atOnce: 4, batch: 1 }, async () => {
    events.emit((await isCommitted()) ? 'run-with-work' : 'run-without-work')
  })
  await database.db.transaction().execute(async (tx) => {
    const ranInBetween = once(events, 'run-without-work')
    await sql`insert into attempt (key, count, window_ends_at) values ('the work', 1, now())`.execute(tx)
    await jobs.wake(tx, 'gong-fetch', 'a', { connectionId: 'a' })
    await jobs.wake(database.db, 'gong-fetch', 'b', { connectionId: 'b' })
    await ranInBetween
  })
  await sawTheWork
})

test('of one connection never more than one fetch runs at a time', async () => {
  await using started = await startJobs()
  const { jobs, database } = started
  const events = new EventEmitter()
  let running = 0
  let most = 0
  let runs = 0
  const enough = once(events, 'enough')
  await jobs.work('gong-fetch', { atOnce: 4, batch: 1 }, async () => {
    running += 1
    most = Math.max(most, running)
    await jobs.wake(database.db, 'gong-fetch', 'a', { connectionId: 'a' })
    running -= 1
    runs += 1
    if (runs === 20) events.emit('enough')
  })
  await jobs.wake(database.db, 'gong-fetch', 'a', { connectionId: 'a' })
  await enough
  expect(most).toBe(1)
})
