import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Pool } from 'pg'
import { pino } from 'pino'
import { inject } from 'vitest'
import type { Db } from '../../src/db/db.ts'
import { connect } from '../../src/db/open.ts'

/** A migrated database of a test's own, in the Postgres that the run shares. */
export interface TestDatabase extends AsyncDisposable {
  db: Db
  pool: Pool
  /** For `DATABASE_URL` of a product started by the test. */
  url: string
  drop(): Promise<void>
}

/** Copies the migrated template; about 30 ms. `from` names another database to copy, such as an empty `template0`. */
export async function createTestDatabase(from = 'template_migrated'): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdmin((admin) => copyDatabase(admin, from, name))
  const { db, pool } = open(name, 12)
  const drop = async () => {
    await db.destroy()
    await asAdmin((admin) => sql`drop database if exists ${sql.id(name)} with (force)`.execute(admin))
  }
  return { db, pool, url: urlOf(name), drop, [Symbol.asyncDispose]: drop }
}

async function copyDatabase(admin: Db, from: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await sql`create database ${sql.id(name)} template ${sql.id(from)}`.execute(admin)
      return
    } catch (error) {
      // "source database is being accessed by other users": the autovacuum looks in now and then.
      const isBusy = error instanceof Error && 'code' in error && error.code === '55006'
      if (!isBusy || attempt === 50) throw error
    }
  }
}

async function asAdmin(work: (admin: Db) => Promise<unknown>): Promise<void> {
  const { db } = open('postgres', 1)
  try {
    await work(db)
  } finally {
    await db.destroy()
  }
}

function open(database: string, connections: number): { db: Db; pool: Pool } {
  const log = pino({ level: 'silent' })
  return connect({ host: inject('postgresSocket'), user: 'fastfollow', database }, log, connections)
}

function urlOf(database: string): string {
  return `postgresql://fastfollow@localhost/${database}?host=${encodeURIComponent(inject('postgresSocket'))}`
}
