import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { storableText } from '../gong/storable-text.ts'
import { searchTerms, searchVector } from './search-words.ts'

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase()))
afterAll(() => database.drop())

async function finds(text: string, wanted: string): Promise<boolean | null> {
  const terms = searchTerms(wanted)
  if (terms.length === 0) return null
  const { rows } = await sql<{ found: boolean }>`
    select bool_and(${searchVector(text)} @@ term::tsquery) as found from unnest(${terms}::text[]) as term`.execute(
    database.db,
  )
  return rows[0]!.found
}

test.each([
  ['Preisübersicht für Müller & Söhne', 'müller'],
  ['Preisübersicht für Müller & Söhne', 'PREISÜB'],
  ['来週までに見積書をお送りします。', '見積'],
  ['来週までに見積書をお送りします。', '来週'],
  ["We don't need SSO", "don't"],
  ['That is 1,000 seats at 3.50', '1,000'],
  ['That is 1,000 seats at 3.50', '3.50'],
  ['maya@northwind.example joined', 'northwind'],
  ['look at https://docs.example/a_b/c-d?e=f', 'a_b'],
  ['the roll-out', 'roll-out'],
  ['Ｆｕｌｌｗｉｄｔｈ', 'fullwidth'],
  ['Straße', 'straße'],
])('%s is found by %s', async (text, wanted) => {
  expect(await finds(text, wanted)).toBe(true)
})

test('every word of the search must be there', async () => {
  expect(await finds('price and support', 'price sso')).toBe(false)
  expect(await finds('price and support', 'sup pri')).toBe(true)
  expect(await finds('price and support', 'port')).toBe(false)
})

test('no text leads to a query or a document that Postgres refuses, and each text is found by itself', async () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom(
        "'",
        '\\',
        ':',
        '*',
        '&',
        '|',
        '!',
        '(',
        ')',
        '<->',
        'a',
        'ß',
        '語',
        '\0',
        '\ud800',
        '🚀',
      ),
      maxLength: 30,
    }),
  )
  await fc.assert(
    fc.asyncProperty(nasty, async (text) => {
      // As texts are when they reach the search: cleaned at the door to Gong; a request with NUL is refused at ours.
      const clean = storableText(text)
      expect(await finds(clean, clean)).not.toBe(false)
    }),
    { numRuns: 300 },
  )
})

test('the longest texts and words fit', async () => {
  const unique = Array.from(
    { length: 60_000 },
    (_, n) => String.fromCodePoint(0x20000 + (n % 40_000)) + n,
  ).join(' ')
  expect(await finds(unique, 'anything')).toBe(false)
  expect(await finds('𐐨'.repeat(5000), '𐐨'.repeat(150))).toBe(true)
})
