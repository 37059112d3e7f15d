import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { answerTo } from './errors.ts'

const failed = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

test('a request with a character that no database takes is a bad request, in a text as in JSON', async () => {
  await using database = await createTestDatabase()
  const { db } = database
  const inText = await failed(sql`select 1 from call where id = ${'\0'}`.execute(db))
  const inJson = await failed(sql`select ${JSON.stringify('\0')}::jsonb`.execute(db))
  expect(answerTo(inText)).toMatchObject({ status: 400, body: { error: 'bad_request' } })
  expect(answerTo(inJson)).toMatchObject({ status: 400, body: { error: 'bad_request' } })
})

test('any other fault of the database is ours, and says nothing of it', async () => {
  await using database = await createTestDatabase()
  const fault = await failed(sql`select 1 from no_such_table`.execute(database.db))
  const { status, body } = answerTo(fault)
  expect(status).toBe(500)
  expect(JSON.stringify(body)).not.toContain('no_such_table')
})
