import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import type { Db } from '../db.ts'
import { migrate } from '../migrate.ts'
import { readBackup } from './read-backup.ts'
import { writeBackup } from './write-backup.ts'

const NOW = new Date('2026-11-20T10:00:00Z')
let folder: string
let file: string
let source: TestDatabase
let target: TestDatabase

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'))
  file = join(folder, 'backup.gz')
  source = await createTestDatabase()
  target = await createTestDatabase('template1')
  await fillWithOddValues(source.db)
})
afterEach(async () => {
  await Promise.all([source.drop(), target.drop()])
  await rm(folder, { recursive: true })
})

test('what was saved is what is restored, value by value, into a database that was never used', async () => {
  const saved = await writeBackup(source.pool, file, NOW)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const restored = await readBackup(target.db, target.pool, file)
  expect(restored).toEqual({ rows: saved.rows, madeAt: NOW.toISOString() })
  expect(await contents(target.db)).toEqual(await contents(source.db))
})

test('the live stream goes on after the last position, and never back', async () => {
  await sql`insert into change (workspace_id, kind, entity_id) select 'w1', 'call', 'c1' from generate_series(1, 41)`.execute(
    source.db,
  )
  await writeBackup(source.pool, file, NOW)
  await readBackup(target.db, target.pool, file)
  const { rows } = await sql`
    insert into change (workspace_id, kind, entity_id) values ('w1', 'call', 'c1') returning position::int`.execute(
    target.db,
  )
  expect(rows).toEqual([{ position: 42 }])
})

test('a backup is of one moment, whatever others write meanwhile', async () => {
  // Two rows of two tables always say the same; a backup that read them at two moments would not.
  const writer = (async () => {
    for (let i = 0; i < 50; i++)
      await source.db.transaction().execute(async (tx) => {
        await sql`update workspace set name = ${`moment ${i}`} where id = 'w1'`.execute(tx)
        await sql`update "user" set name = ${`moment ${i}`} where id = 'u1'`.execute(tx)
      })
  })()
  await writeBackup(source.pool, file, NOW)
  await writer
  await readBackup(target.db, target.pool, file)
  const { rows } = await sql<{ same: boolean }>`
    select w.name = u.name or w.name = 'Ärger & "Söhne"' as same from workspace w, "user" u where w.id = 'w1' and u.id = 'u1'`.execute(
    target.db,
  )
  expect(rows).toEqual([{ same: true }])
})

test('a database that people use is left alone', async () => {
  await writeBackup(source.pool, file, NOW)
  const before = await contents(source.db)
  await expect(readBackup(source.db, source.pool, file)).rejects.toThrow(/in use already/)
  expect(await contents(source.db)).toEqual(before)
})

test('a database that was started but never used takes a backup', async () => {
  await migrate(target.db)
  await sql`update deployment set secret_check = 'made by a start'`.execute(target.db)
  await writeBackup(source.pool, file, NOW)
  await readBackup(target.db, target.pool, file)
  expect(await contents(target.db)).toEqual(await contents(source.db))
})

test.each([
  ['broken off', (text: Buffer) => gzipSync(text).subarray(0, -40)],
  ['cut between two lines', (text: Buffer) => gzipSync(text.subarray(0, text.lastIndexOf('\n', -2) + 1))],
  ['short of a row', (text: Buffer) => gzipSync(Buffer.from(text.toString().replace(/^w2\t.*\n/m, '')))],
  ['of something else', () => Buffer.from('a letter to the bank')],
  [
    'with a table of its own invention',
    (text: Buffer) => gzipSync(Buffer.from(text.toString().replace('"workspace"', '"pg_authid"'))),
  ],
])('a file %s is refused, and changes nothing', async (_, damage) => {
  await writeBackup(source.pool, file, NOW)
  await writeFile(file, damage(gunzipSync(await readFile(file))))
  await expect(readBackup(target.db, target.pool, file)).rejects.toThrow(
    /not a whole FastFollow backup|is damaged/,
  )
  await migrate(target.db)
  expect(await sql`select from workspace`.execute(target.db).then(({ rows }) => rows)).toEqual([])
})

test('a backup of a newer FastFollow is refused', async () => {
  await sql`insert into schema_migration (name, checksum) values ('9999_future', 'x')`.execute(source.db)
  await writeBackup(source.pool, file, NOW)
  await expect(readBackup(target.db, target.pool, file)).rejects.toThrow(
    /newer or another FastFollow \(9999_future\)/,
  )
})

test('a backup that fails leaves no file', async () => {
  await expect(writeBackup(target.pool, file, NOW)).rejects.toThrow('There is nothing to save')
  await expect(stat(file)).rejects.toThrow('ENOENT')
  await expect(stat(`${file}.part`)).rejects.toThrow('ENOENT')
})

async function fillWithOddValues(db: Db): Promise<void> {
  await sql`insert into workspace (id, name, settings, created_at) values
    ('w1', 'Ärger & "Söhne"', '{"a": [null, "\\n", 1e400]}', '2026-03-29T00:59:59.123456Z'),
    ('w2', E'tab\t, line\n, \\. and \\N', 'null', 'infinity')`.execute(db)
  await sql`insert into "user" (id, name, email) values ('u1', '日本 😀', 'a@b.ch')`.execute(db)
  await sql`insert into member (id, workspace_id, user_id, role) values ('m1', 'w1', 'u1', 'owner')`.execute(
    db,
  )
  await sql`insert into connection (id, workspace_id, gong, app_url, scopes) values ('c1', 'w1', 'real', '', '{"a b",null,"\\"",""}')`.execute(
    db,
  )
  await sql`insert into call (id, workspace_id, connection_id, gong_call_id, source, expected_at, updated_at, search)
    select 'call' || n, 'w1', 'c1', n, 'event', now(), now(), to_tsvector('simple', 'many words ' || n) from generate_series(1, 2000) n`.execute(
    db,
  )
  await sql`insert into transcript (call_id, workspace_id, sentences, content_hash, fetched_at)
    values ('call1', 'w1', (select jsonb_agg(repeat('long ', 100) || n) from generate_series(1, 2000) n), 'x', now())`.execute(
    db,
  )
  await sql`insert into follow_up (id, workspace_id, call_id, transcript_hash, updated_at) values ('f1', 'w1', 'call1', 'x', now())`.execute(
    db,
  )
}

/** Every value of every table as text, but for what is not saved. */
async function contents(db: Db): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('schema_migration', 'change') order by 1`.execute(
    db,
  )
  const found = await Promise.all(
    rows.map(async ({ name }) => {
      const all = await sql<{
        row: string
      }>`select t::text as row from ${sql.table(name)} t order by 1`.execute(db)
      return [name, all.rows.map(({ row }) => row)] as const
    }),
  )
  return Object.fromEntries(found)
}
