import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { appliedMigrations, migrate, pendingMigrations } from './migrate.ts'
import { connect } from './open.ts'

let directory: string
let database: TestDatabase

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'migrations-'))
  database = await createTestDatabase('template1')
})
afterEach(async () => {
  await database.drop()
  await rm(directory, { recursive: true })
})

test('ten processes that start together apply each file once, in order, and bring the job engine up to date one by one', async () => {
  await write('0001_first.sql', 'create table log (line text); select pg_sleep(0.2);')
  await write('0002_second.sql', `insert into log values ('second');`)
  let inside = 0
  let mostInside = 0
  const starts = Array.from({ length: 10 }, async () => {
    const { db } = connect({ connectionString: database.url }, pino({ level: 'silent' }), 2)
    try {
      return await migrate(db, {
        directory,
        async after(connection) {
          mostInside = Math.max(mostInside, ++inside)
          await sql`insert into log values ('after')`.execute(connection)
          inside--
        },
      })
    } finally {
      await db.destroy()
    }
  })
  const applied = await Promise.all(starts)
  expect(applied.filter((names) => names.length > 0)).toEqual([['0001_first', '0002_second']])
  expect(mostInside).toBe(1)
  const { rows } = await sql`select line, count(*)::int from log group by 1 order by 1`.execute(database.db)
  expect(rows).toEqual([
    { line: 'after', count: 10 },
    { line: 'second', count: 1 },
  ])
})

test('a file that fails leaves nothing of itself, and those before it stay', async () => {
  await write('0001_good.sql', 'create table good ();')
  await write('0002_bad.sql', 'create table half (); select 1/0;')
  await expect(migrate(database.db, { directory })).rejects.toThrow(/0002_bad failed.*division by zero/)
  expect(await appliedNames()).toEqual(['0001_good'])
  const { rows } =
    await sql`select to_regclass('good') is not null as good, to_regclass('half') as half`.execute(
      database.db,
    )
  expect(rows).toEqual([{ good: true, half: null }])
  await write('0002_bad.sql', 'create table half ();')
  expect(await migrate(database.db, { directory })).toEqual(['0002_bad'])
})

test('a file that was changed after it was applied is refused; line ends do not count', async () => {
  await write('0001_first.sql', 'create table first ();\n')
  await migrate(database.db, { directory })
  await write('0001_first.sql', 'create table first ();\r\n')
  expect(await pendingMigrations(database.db, directory)).toEqual([])
  await write('0001_first.sql', 'create table other ();\n')
  await expect(migrate(database.db, { directory })).rejects.toThrow(/0001_first was changed after/)
})

test('a file numbered before one that was applied is refused', async () => {
  await write('0002_second.sql', 'create table second ();')
  await migrate(database.db, { directory })
  await write('0001_late.sql', 'create table late ();')
  await expect(migrate(database.db, { directory })).rejects.toThrow(
    /0001_late is numbered before 0002_second/,
  )
})

test('a database of a newer FastFollow is refused', async () => {
  await write('0001_first.sql', 'create table first ();')
  await write('0002_future.sql', 'create table future ();')
  await migrate(database.db, { directory })
  await rm(join(directory, '0002_future.sql'))
  await expect(migrate(database.db, { directory })).rejects.toThrow(/newer FastFollow \(0002_future/)
})

test('upTo stops where it is told', async () => {
  await write('0001_first.sql', 'create table first ();')
  await write('0002_second.sql', 'create table second ();')
  expect(await migrate(database.db, { directory, upTo: '0001_first' })).toEqual(['0001_first'])
  expect(await pendingMigrations(database.db, directory)).toEqual(['0002_second'])
})

async function write(name: string, text: string): Promise<void> {
  await writeFile(join(directory, name), text)
}

async function appliedNames(): Promise<string[]> {
  return (await appliedMigrations(database.db)).map((each) => each.name)
}
