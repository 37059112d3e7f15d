import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import type { Db } from './db.ts'
import { plannedOnce } from './planned-once.ts'

const double = (db: Db, n: number) =>
  sql<{ double: number }>`${plannedOnce} select 2 * ${n}::int as double`.execute(db)

test('a marked statement is prepared once for each connection and soon has one plan; any other is not kept', async () => {
  await using database = await createTestDatabase()
  await database.db.connection().execute(async (db) => {
    for (const n of [1, 2, 3, 4, 5, 6, 7]) expect((await double(db, n)).rows).toEqual([{ double: 2 * n }])
    await sql`select 1`.execute(db)
    const { rows } = await sql`
      select statement, generic_plans as generic, custom_plans as custom from pg_prepared_statements`.execute(
      db,
    )
    expect(rows).toEqual([
      { statement: expect.stringContaining('select 2 * $1::int'), generic: '2', custom: '5' },
    ])
  })
})

test('two statements have two names, on every connection', async () => {
  await using database = await createTestDatabase()
  const triple = (db: Db, n: number) => sql`${plannedOnce} select 3 * ${n}::int as triple`.execute(db)
  await Promise.all(
    [1, 2, 3, 4].map((n) =>
      database.db.connection().execute(async (db) => {
        expect((await double(db, n)).rows).toEqual([{ double: 2 * n }])
        expect((await triple(db, n)).rows).toEqual([{ triple: 3 * n }])
        expect((await double(db, -n)).rows).toEqual([{ double: -2 * n }])
      }),
    ),
  )
})

test('one that fails leaves its connection usable, and works again', async () => {
  await using database = await createTestDatabase()
  const inverse = (db: Db, n: number) => sql`${plannedOnce} select 1 / ${n}::int as inverse`.execute(db)
  await database.db.connection().execute(async (db) => {
    await expect(inverse(db, 0)).rejects.toThrow('division by zero')
    expect((await inverse(db, 1)).rows).toEqual([{ inverse: 1 }])
  })
})
