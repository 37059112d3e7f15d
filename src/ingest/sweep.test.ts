import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { movableClock } from '../../test/support/clock.ts'
import { createTestDatabase } from '../../test/support/database.ts'
import { createJobs } from '../jobs/jobs.ts'
import { sweep } from './sweep.ts'

const TEN_MINUTES = 10 * 60_000

test('a call whose writing job waits in a long queue gets no second one; one whose job is gone gets one, of its rank', async () => {
  await using database = await createTestDatabase()
  const { db } = database
  const clock = movableClock()
  const jobs = createJobs({ client: { connectionString: database.url }, log: pino({ level: 'silent' }) })
  await jobs.start()
  try {
    await sql`insert into workspace (id, name) values ('w', 'Lumen')`.execute(db)
    await sql`insert into connection (id, workspace_id, gong, app_url) values ('c', 'w', 'real', 'https://app.gong.io')`.execute(
      db,
    )
    await sql`
      insert into call (id, workspace_id, connection_id, gong_call_id, source, priority, state, expected_at, fetched_at, updated_at)
      select id, 'w', 'c', id, 'backfill', priority, 'fetched', ${clock.now()}, ${clock.now()}, ${clock.now()}
      from (values ('queued', 2), ('history', 2), ('live', 0)) as given (id, priority)`.execute(db)
    await jobs.add(db, 'follow-up-write', [{ workspaceId: 'w', callId: 'queued' }], { priority: -2 })
    clock.move(TEN_MINUTES + 1)
    await sweep({ db, clock, jobs })
    clock.move(TEN_MINUTES + 1)
    await sweep({ db, clock, jobs })
    const { rows } = await sql<{ callId: string; priority: number }>`
      select data ->> 'callId' as "callId", priority from jobs.job where name = 'follow-up-write'
      order by priority desc, 1`.execute(db)
    expect(rows).toEqual([
      { callId: 'live', priority: 0 },
      { callId: 'history', priority: -2 },
      { callId: 'queued', priority: -2 },
    ])
  } finally {
    await jobs.stop(1000)
  }
})

test('the follow-ups of live calls are written before those of history', async () => {
  await using database = await createTestDatabase()
  const jobs = createJobs({ client: { connectionString: database.url }, log: pino({ level: 'silent' }) })
  await jobs.start()
  try {
    const job = (callId: string) => ({ workspaceId: 'w', callId })
    await jobs.add(database.db, 'follow-up-write', ['h1', 'h2', 'h3'].map(job), { priority: -2 })
    await jobs.add(database.db, 'follow-up-write', [job('live')], { priority: 0 })
    const written: string[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    await jobs.work('follow-up-write', { atOnce: 1, batch: 1 }, async ({ callId }) => {
      written.push(callId)
      if (written.length === 4) resolve()
    })
    await promise
    expect(written).toEqual(['live', 'h1', 'h2', 'h3'])
  } finally {
    await jobs.stop(1000)
  }
})
