import { existsSync } from 'node:fs'
import type { ClientBase, Pool } from 'pg'
import * as z from 'zod'
import type { Db } from '../db.ts'
import { appliedMigrations, migrate, readMigrations } from '../migrate.ts'
import { StartError } from '../start-error.ts'
import { readBackupLines, type BackupLines } from './backup-lines.ts'
import { copyIn } from './copy.ts'
import { SESSION } from './session.ts'
import { Footer, Header, TableHeader } from './format.ts'
import { copyTarget, savedTables, type Table } from './tables.ts'

/**
 * Reads a backup into an empty database: brings the tables to the state that the backup was made in, and fills them in one
 * transaction, so that a bad file changes nothing. Bringing them up to date afterwards is the caller's.
 * @throws StartError when the file is damaged or too new, or the database is in use.
 */
export async function readBackup(
  db: Db,
  pool: Pool,
  file: string,
): Promise<{ rows: number; madeAt: string }> {
  if (!existsSync(file)) throw new StartError(`There is no file ${file}.`)
  const lines = readBackupLines(file)
  try {
    const header = await lines.next(Header)
    await prepareTables(db, header)
    await fill(pool, header, lines)
    return { rows: lines.rowCount(), madeAt: header.madeAt }
  } finally {
    lines.close()
  }
}

async function prepareTables(db: Db, header: Header): Promise<void> {
  const known = new Map((await readMigrations()).map((each) => [each.name, each.checksum]))
  const stranger = header.migrations.find((each) => known.get(each.name) !== each.checksum)
  if (stranger)
    throw new StartError(
      `The backup was made by a newer or another FastFollow (${stranger.name}): restore it with that one.`,
    )
  const applied = await appliedMigrations(db)
  const newest = header.migrations.at(-1)?.name
  if (applied.length === 0 && newest !== undefined) await migrate(db, { upTo: newest })
  else if (applied.length !== header.migrations.length)
    throw new StartError(
      'The backup was made by an older FastFollow and this database is up to date already: restore it into a database that was never used.',
    )
}

async function fill(pool: Pool, header: Header, lines: BackupLines): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(SESSION)
    await client.query('begin')
    await emptyTables(client)
    await copyTables(client, lines)
    for (const { name, value } of header.sequences)
      await client.query('select setval(quote_ident($1)::regclass, $2::bigint)', [name, value])
    await client.query('commit')
  } finally {
    client.release(true)
  }
}

// What a start without any user leaves in a database. A row in another table is somebody's.
const WRITTEN_BY_A_START = ['deployment', 'attempt']

/** Makes sure that nobody has used the database yet, and removes what a first start writes. */
async function emptyTables(client: ClientBase): Promise<void> {
  for (const { name } of await savedTables(client)) {
    const table = client.escapeIdentifier(name)
    if (WRITTEN_BY_A_START.includes(name)) await client.query(`delete from ${table}`)
    const { rows } = await client.query(`select 1 from ${table} limit 1`)
    if (rows.length > 0)
      throw new StartError(
        `This database is in use already (there is something in "${name}"): a backup is restored into an empty one only.`,
      )
  }
}

async function copyTables(client: ClientBase, lines: BackupLines): Promise<void> {
  const known = new Map((await savedTables(client)).map((table) => [table.name, table]))
  for (;;) {
    const next = await lines.next(z.union([TableHeader, Footer]))
    if ('end' in next) {
      if (next.rows === lines.rowCount()) return
      throw new StartError(
        `The backup is damaged: it holds ${lines.rowCount()} rows and should hold ${next.rows}.`,
      )
    }
    await copyIn(client, `copy ${copyTarget(client, fitting(known, next))} from stdin`, lines.rows())
  }
}

/** Only tables and columns that we know get into a statement. */
function fitting(known: Map<string, Table>, { table, columns }: TableHeader): Table {
  const ours = known.get(table)
  if (ours && columns.every((column) => ours.columns.includes(column))) return { name: table, columns }
  throw new StartError(`The backup is damaged: there is no such table as it has under the name "${table}".`)
}
