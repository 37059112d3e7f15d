import { sql } from 'kysely'
import type { Secrets } from '../secrets.ts'
import type { Db } from './db.ts'

/**
 * Seals every stored secret anew with the present key. Secrets are the columns whose name ends in `_sealed`; each was sealed
 * for the purpose `table.column`. A value that somebody changes meanwhile is left alone: they sealed it with a present key.
 * @returns how many were sealed anew.
 * @throws when one can be read by none of our keys; the rest stays readable by the old and the new key.
 */
export async function reseal(db: Db, secrets: Secrets): Promise<number> {
  let count = 0
  for (const column of await sealedColumns(db)) count += await resealColumn(db, secrets, column)
  return count
}

/** How many secrets are stored, and how many of them our keys can't read. */
export async function checkSealed(db: Db, secrets: Secrets): Promise<{ stored: number; unreadable: number }> {
  let stored = 0
  let unreadable = 0
  for (const column of await sealedColumns(db)) {
    for (const sealed of await sealedValues(db, column)) {
      stored++
      if (!canRead(secrets, sealed, column)) unreadable++
    }
  }
  return { stored, unreadable }
}

interface SealedColumn {
  table: string
  column: string
}

async function sealedColumns(db: Db): Promise<SealedColumn[]> {
  const { rows } = await sql<SealedColumn>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = current_schema() and column_name like '%\\_sealed' order by 1, 2`.execute(db)
  return rows
}

/** Few: some for each connection. */
async function sealedValues(db: Db, { table, column }: SealedColumn): Promise<string[]> {
  const { rows } = await sql<{ sealed: string }>`
    select distinct ${sql.ref(column)} as sealed from ${sql.table(table)} where ${sql.ref(column)} is not null`.execute(
    db,
  )
  return rows.map((row) => row.sealed)
}

async function resealColumn(db: Db, secrets: Secrets, place: SealedColumn): Promise<number> {
  const old = (await sealedValues(db, place)).filter((sealed) => !secrets.isCurrent(sealed))
  const column = sql.ref(place.column)
  const purpose = purposeOf(place)
  for (const sealed of old) {
    // The sealed text itself finds its row: each has a random part of its own.
    const fresh = secrets.seal(secrets.unseal(sealed, purpose), purpose)
    await sql`update ${sql.table(place.table)} set ${column} = ${fresh} where ${column} = ${sealed}`.execute(
      db,
    )
  }
  return old.length
}

function canRead(secrets: Secrets, sealed: string, place: SealedColumn): boolean {
  try {
    secrets.unseal(sealed, purposeOf(place))
    return true
  } catch {
    return false
  }
}

/** What was sealed for a column keeps its purpose in the columns for the former and for the next value. */
function purposeOf({ table, column }: SealedColumn): string {
  return `${table}.${column.replace(/^(?:previous|pending)_/, '')}`
}
