import { expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { createSecrets } from '../secrets.ts'
import { checkSecret, resealSecretCheck } from './secret-check.ts'

test('another SECRET_KEY is noticed at the start, with a sentence that names it', async () => {
  await using database = await createTestDatabase()
  const { db } = database
  await checkSecret(db, createSecrets('one'))
  await checkSecret(db, createSecrets('one'))
  await expect(checkSecret(db, createSecrets('two'))).rejects.toThrow(/^SECRET_KEY is not the one/)
})

test('while keys are rotated the former one is enough, and afterwards it is no longer needed', async () => {
  await using database = await createTestDatabase()
  const { db } = database
  await checkSecret(db, createSecrets('old'))
  const both = createSecrets('new', ['old'])
  await checkSecret(db, both)
  await resealSecretCheck(db, both)
  await checkSecret(db, createSecrets('new'))
  await expect(checkSecret(db, createSecrets('old'))).rejects.toThrow('SECRET_KEY')
})
