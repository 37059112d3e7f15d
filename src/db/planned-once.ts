import { sql, type PostgresPool, type PostgresPoolClient } from 'kysely'
import type { Pool, PoolClient } from 'pg'

const MARK = '/* planned once */'

/**
 * Begins a statement that each connection parses once, and soon also plans no more. For the few that run for every
 * delivery or every follow-up and find their rows by unique keys, so that one plan serves all values
 * (`docs/decisions/057`).
 */
export const plannedOnce = sql.raw(MARK)

/** The pool as kysely takes it: what begins with {@link plannedOnce} becomes a named statement of its connection. */
export function planningPool(pool: Pool): PostgresPool {
  const names = new Map<string, string>()
  const clients = new WeakMap<PoolClient, PostgresPoolClient>()

  function nameOf(text: string): string {
    const name = names.get(text) ?? `planned_once_${names.size + 1}`
    names.set(text, name)
    return name
  }

  function withNames(client: PoolClient): PostgresPoolClient {
    return Object.assign(Object.create(client), {
      query: (text: unknown, values: unknown[]) =>
        typeof text === 'string' && text.startsWith(MARK)
          ? client.query({ name: nameOf(text), text, values })
          : client.query(text as string, values),
    })
  }

  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect()
      const known = clients.get(client) ?? withNames(client)
      clients.set(client, known)
      return known
    },
  }
}
