import { constants, createGzip } from 'node:zlib'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase, Pool } from 'pg'
import * as z from 'zod'
import { StartError } from '../start-error.ts'
import { copyOut } from './copy.ts'
import { END_OF_ROWS, toLine, type Header } from './format.ts'
import { SESSION } from './session.ts'
import { copyTarget, savedTables } from './tables.ts'

/**
 * Saves the database to `file`, as it is at one moment, while others go on working with it.
 * The file appears whole or not at all, and is readable by its owner only: it holds what customers said.
 * @returns how many rows were saved.
 */
export async function writeBackup(
  pool: Pool,
  file: string,
  now: Date,
): Promise<{ rows: number; bytes: number }> {
  const half = `${file}.part`
  const client = await pool.connect()
  const counter = { rows: 0 }
  try {
    await client.query(SESSION)
    await client.query('begin isolation level repeatable read read only')
    await pipeline(
      Readable.from(lines(client, now, counter), { objectMode: false }),
      createGzip({ level: constants.Z_BEST_SPEED }),
      createWriteStream(half, { mode: 0o600, flags: 'w' }),
    )
    const bytes = await settle(half, file)
    return { rows: counter.rows, bytes }
  } catch (error) {
    await rm(half, { force: true })
    throw error
  } finally {
    // In a transaction, and perhaps in the middle of a COPY: of no further use.
    client.release(true)
  }
}

async function* lines(client: ClientBase, now: Date, counter: { rows: number }): AsyncGenerator<Buffer> {
  yield toLine(await header(client, now))
  for (const table of await savedTables(client)) {
    yield toLine({ table: table.name, columns: table.columns })
    for await (const chunk of copyOut(client, `copy ${copyTarget(client, table)} to stdout`)) {
      counter.rows += countLines(chunk)
      yield chunk
    }
    yield Buffer.from(`${END_OF_ROWS}\n`)
  }
  yield toLine({ end: true, rows: counter.rows })
}

const Applied = z.array(z.object({ name: z.string(), checksum: z.string() }))
const Sequences = z.array(z.object({ name: z.string(), value: z.string() }))

async function header(client: ClientBase, now: Date): Promise<Header> {
  const { rows: tables } = await client.query(`select 1 where to_regclass('schema_migration') is not null`)
  if (tables.length === 0) throw new StartError('There is nothing to save: the database is empty.')
  const migrations = await client.query('select name, checksum from schema_migration order by name')
  const sequences = await client.query(
    `select sequencename as name, last_value::text as value from pg_sequences
     where schemaname = current_schema() and last_value is not null order by 1`,
  )
  return {
    format: 'fastfollow-backup',
    version: 1,
    madeAt: now.toISOString(),
    migrations: Applied.parse(migrations.rows),
    sequences: Sequences.parse(sequences.rows),
  }
}

function countLines(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++
  return count
}

/** Gives the file its name once it is on the disk. Answers its size. */
async function settle(half: string, file: string): Promise<number> {
  const handle = await open(half, 'r+')
  await handle.sync()
  const { size } = await handle.stat()
  await handle.close()
  await rename(half, file)
  return size
}
