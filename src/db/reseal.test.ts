import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { createSecrets } from '../secrets.ts'
import { checkSealed, reseal } from './reseal.ts'

const before = createSecrets('the old key')
const during = createSecrets('the new key', ['the old key'])
const after = createSecrets('the new key')

test('every stored secret is sealed anew, and the old key is not needed afterwards', async () => {
  await using database = await createTestDatabase()
  const { db } = database
  await sql`insert into workspace (id, name) values ('w', 'W'), ('v', 'V')`.execute(db)
  await sql`insert into connection (id, workspace_id, gong, app_url, client_secret_sealed, access_token_sealed) values
    ('c', 'w', 'real', '', ${before.seal('s3cret', 'connection.client_secret_sealed')}, ${before.seal('t0ken', 'connection.access_token_sealed')}),
    ('d', 'v', 'real', '', null, ${during.seal('fresh', 'connection.access_token_sealed')})`.execute(db)
  expect(await checkSealed(db, after)).toEqual({ stored: 3, unreadable: 2 })
  expect(await reseal(db, during)).toBe(2)
  expect(await checkSealed(db, after)).toEqual({ stored: 3, unreadable: 0 })
  const { rows } = await sql<{
    sealed: string
  }>`select client_secret_sealed as sealed from connection where id = 'c'`.execute(db)
  expect(after.unseal(rows[0]?.sealed ?? '', 'connection.client_secret_sealed')).toBe('s3cret')
  expect(await reseal(db, during)).toBe(0)
})
