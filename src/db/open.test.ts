import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { connect, FINDS_BY_KEY } from './open.ts'

test('times are UTC, dates stay what was written, and big numbers lose no digit', async () => {
  await using database = await createTestDatabase()
  const { rows } = await sql`
    select current_setting('timezone') as zone, date '2026-03-29' as day, 9007199254740993::bigint as big,
      timestamptz '2026-03-29T01:30:00Z' as at`.execute(database.db)
  expect(rows).toEqual([
    { zone: 'UTC', day: '2026-03-29', big: '9007199254740993', at: new Date('2026-03-29T01:30:00Z') },
  ])
})

test('test databases are apart from each other', async () => {
  await using one = await createTestDatabase()
  await using other = await createTestDatabase()
  await sql`create table only_here ()`.execute(one.db)
  await expect(sql`select from only_here`.execute(other.db)).rejects.toThrow('does not exist')
})

test('a connection that breaks in the middle of a transaction fails that transaction and nothing else', async () => {
  await using database = await createTestDatabase()
  const broken = database.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    const client = await database.pool.connect()
    await client.query('select pg_terminate_backend($1)', [rows[0]!.pid])
    client.release()
    // What says so arrives while no statement runs: without a listener it would end the process.
    await sql`select pg_sleep(10)`.execute(tx)
  })
  await expect(broken).rejects.toThrow()
  const { rows } = await sql`select 1 as one`.execute(database.db)
  expect(rows).toEqual([{ one: 1 }])
})

test('a pool that finds by keys plans for a table that is small now as if it were large', async () => {
  await using database = await createTestDatabase()
  await database.pool.query(
    `create table pupil (id text primary key); insert into pupil values ('a'), ('b'); analyze pupil`,
  )
  const planIn = async (session: string): Promise<string> => {
    const { db } = connect({ connectionString: database.url }, pino({ level: 'silent' }), 1, session)
    const { rows } = await sql`explain (format json) select from pupil where id = any ('{a,c}')`.execute(db)
    await db.destroy()
    return JSON.stringify(rows)
  }
  expect(await planIn('')).toContain('"Seq Scan"')
  expect(await planIn(FINDS_BY_KEY)).toContain('pupil_pkey')
})
