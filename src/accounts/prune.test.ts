import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { takeAttempt } from './attempts.ts'
import { pruneAccounts } from './prune.ts'

test('attempts are counted in windows, and forgotten when their window is over', async () => {
  await using database = await createTestDatabase()
  const { db } = database
  let now = new Date('2026-03-01T10:00:00Z')
  const clock = { now: () => now }
  const limit = { max: 3, windowS: 60 }
  const waits = await Promise.all(Array.from({ length: 5 }, () => takeAttempt(db, clock, 'k', limit)))
  expect(waits.filter((wait) => wait === null)).toHaveLength(3)
  expect(waits.filter((wait) => wait === 60)).toHaveLength(2)
  now = new Date('2026-03-01T10:00:30Z')
  expect(await takeAttempt(db, clock, 'k', limit)).toBe(30)
  await pruneAccounts(db, clock)
  expect(await takeAttempt(db, clock, 'k', limit)).toBe(30)
  now = new Date('2026-03-01T10:01:00Z')
  expect(await takeAttempt(db, clock, 'k', limit)).toBeNull()
  now = new Date('2026-03-01T11:00:00Z')
  await pruneAccounts(db, clock)
  const { rows } = await sql`select 1 from attempt`.execute(db)
  expect(rows).toEqual([])
})
