import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Db } from './db.ts'
import { StartError } from './start-error.ts'

export interface MigrateOptions {
  /** Where the numbered SQL files are; the project's own `migrations/` unless told. */
  directory?: string
  /** Stop after this file (its name without `.sql`); for restoring a backup of an older version. */
  upTo?: string
  /** What else must be brought up to date under the same lock, such as the job engine's schema. */
  after?: (db: Db) => Promise<void>
}

const MIGRATIONS = join(import.meta.dirname, '../../migrations')

/** One numbered SQL file. */
export interface Migration {
  name: string
  checksum: string
  text: string
}

/**
 * Brings the database up to date: applies each file of `migrations/` once, in order, each in a transaction of its own.
 * Any number of processes may call it at once: one works, the others wait and find nothing to do.
 * @returns the names of the files applied now.
 * @throws StartError when the database does not fit the files.
 */
export async function migrate(db: Db, options: MigrateOptions = {}): Promise<string[]> {
  const files = await readMigrations(options.directory)
  return db.connection().execute((connection) =>
    underLock(connection, async () => {
      const waiting = pending(files, await appliedMigrations(connection))
      const wanted = until(waiting, options.upTo)
      for (const file of wanted) await apply(connection, file)
      await options.after?.(connection)
      return wanted.map((file) => file.name)
    }),
  )
}

/** The files in order. */
export async function readMigrations(directory = MIGRATIONS): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      // A checkout may have turned line ends.
      const text = (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n')
      return {
        name: name.slice(0, -'.sql'.length),
        checksum: createHash('sha256').update(text).digest('hex'),
        text,
      }
    }),
  )
}

/** What the database says was applied to it, in order; none for an empty database. */
export async function appliedMigrations(db: Db): Promise<{ name: string; checksum: string }[]> {
  const { rows: tables } = await sql`select 1 where to_regclass('schema_migration') is not null`.execute(db)
  if (tables.length === 0) return []
  const { rows } = await sql<{ name: string; checksum: string }>`
    select name, checksum from schema_migration order by name`.execute(db)
  return rows
}

/** Names of the files that this database has not had yet. */
export async function pendingMigrations(db: Db, directory = MIGRATIONS): Promise<string[]> {
  return pending(await readMigrations(directory), await appliedMigrations(db)).map((file) => file.name)
}

// Any number will do, as long as it stays: it is what two versions of FastFollow meet at.
const LOCK = 7_305_519_021

async function underLock<T>(db: Db, work: () => Promise<T>): Promise<T> {
  // Waiting for another process's migration, and a migration itself, may take long.
  await sql`set statement_timeout = 0; set lock_timeout = 0`.execute(db)
  await sql`select pg_advisory_lock(${sql.lit(LOCK)})`.execute(db)
  try {
    return await work()
  } finally {
    await sql`select pg_advisory_unlock(${sql.lit(LOCK)})`.execute(db)
    await sql`set statement_timeout = '60s'; set lock_timeout = '30s'`.execute(db)
  }
}

/** What was applied must be the beginning of what the files say, unchanged. */
function pending(files: Migration[], applied: { name: string; checksum: string }[]): Migration[] {
  for (const [index, { name, checksum }] of applied.entries()) {
    const file = files[index]
    if (!files.some((each) => each.name === name))
      throw new StartError(
        `This database was brought up to date by a newer FastFollow (${name} is unknown here): start that version, or restore a backup.`,
      )
    if (file?.name !== name)
      throw new StartError(
        `The migration ${file?.name} is numbered before ${name}, which this database has already: give it a higher number.`,
      )
    if (file.checksum !== checksum)
      throw new StartError(
        `The migration ${name} was changed after this database had applied it: undo the change and write a new migration.`,
      )
  }
  return files.slice(applied.length)
}

function until(files: Migration[], name: string | undefined): Migration[] {
  return name === undefined ? files : files.filter((file) => file.name <= name)
}

async function apply(db: Db, { name, checksum, text }: Migration): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`create table if not exists schema_migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`.execute(
      tx,
    )
    try {
      await sql.raw(text).execute(tx)
    } catch (error) {
      throw new Error(`Migration ${name} failed: ${String(error)}`, { cause: error })
    }
    await sql`insert into schema_migration (name, checksum) values (${name}, ${checksum})`.execute(tx)
  })
}
