import { Kysely, PostgresDialect } from 'kysely'
import { Pool, type PoolClient } from 'pg'
import type { Db } from '../../src/db/db.ts'

/**
 * A process that is killed before its nth statement, as far as the outside can tell: its database connections break
 * (so that open transactions roll back), and from then on nothing it does reaches the database or Gong.
 */
export interface Mortal {
  db: Db
  fetch: typeof fetch
  isDead(): boolean
  /** Statements so far. */
  statements(): number
  bury(): Promise<void>
}

export class Killed extends Error {}

export function mortal(databaseUrl: string, dieAt: number): Mortal {
  const pool = new Pool({ connectionString: databaseUrl, max: 4 })
  pool.on('error', () => {})
  const clients = new Set<PoolClient>()
  let statements = 0
  let dead = false

  async function die(): Promise<never> {
    dead = true
    for (const client of clients) client.release(true)
    clients.clear()
    throw new Killed(`killed before statement ${dieAt}`)
  }
  const dialect = new PostgresDialect({
    pool: {
      async connect() {
        if (dead) throw new Killed('dead')
        const client = await pool.connect()
        client.on('error', () => {})
        clients.add(client)
        return {
          query: async (text: string, values: unknown[]) => {
            if (dead) throw new Killed('dead')
            if (++statements === dieAt) return die()
            return client.query(text, values)
          },
          release: () => {
            if (clients.delete(client)) client.release()
          },
          // The members that kysely's dialect asks of a client.
          processID: 0,
        } as never
      },
      end: () => pool.end(),
      options: {},
    } as never,
  })
  return {
    db: new Kysely<unknown>({ dialect }),
    fetch: (...request) => (dead ? Promise.reject(new Killed('dead')) : fetch(...request)),
    isDead: () => dead,
    statements: () => statements,
    bury: () => pool.end(),
  }
}
