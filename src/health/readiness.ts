import { statfs } from 'node:fs/promises'
import type { Pool, QueryConfig } from 'pg'
import type { Config } from '../config.ts'
import { readMigrations } from '../db/migrate.ts'
import type { ReadyCheck } from '../http/health-routes.ts'

export interface ReadinessDeps {
  pool: Pick<Pool, 'query'>
  deployment: Pick<Config, 'database' | 'dataDir'>
  /** Has the job engine been started, and not been stopped? */
  areJobsStarted: () => boolean
}

/** Postgres writes its log in pieces of 16 MB and stops when there is no room for one; some more, to be told in time. */
export const LEAST_FREE_BYTES = 100 * 1024 * 1024
/** A connection that hears nothing any more must not be waited for by each question after it. */
const QUERY_WITHIN_MS = 1500

/**
 * What this process needs in order to serve, the first thing first: `/readyz` names the first that fails. A migration of
 * a newer version is none of it: it only adds, so that both versions can run side by side.
 */
export function readinessChecks(deps: ReadinessDeps): ReadyCheck[] {
  const { pool, deployment } = deps
  const ask = async <Row extends object>(text: string): Promise<Row[]> => {
    // The driver knows it, its types don't.
    const query: QueryConfig & { query_timeout: number } = { text, query_timeout: QUERY_WITHIN_MS }
    const { rows } = await pool.query<Row>(query)
    return rows
  }
  return [
    { name: 'database', check: () => ask('select 1') },
    {
      name: 'writable',
      async check() {
        const rows = await ask<{ is: boolean }>(
          `select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as is`,
        )
        if (rows[0]?.is !== false) throw new Error('The database takes no changes: it is read-only.')
      },
    },
    {
      name: 'migrations',
      async check() {
        const applied = await ask<{ name: string }>('select name from schema_migration')
        const missing = (await readMigrations()).filter(
          (file) => !applied.some(({ name }) => name === file.name),
        )
        if (missing.length > 0) throw new Error(`Not applied: ${missing.map(({ name }) => name).join(', ')}`)
      },
    },
    {
      name: 'jobs',
      async check() {
        if (!deps.areJobsStarted()) throw new Error('The job engine does not run.')
      },
    },
    ...(deployment.database.kind === 'embedded'
      ? [{ name: 'disk', check: () => checkDisk(deployment.dataDir) }]
      : []),
  ]
}

/** Throws where so little room is left that the database would stop. Answers how much there is. */
export async function checkDisk(
  folder: string,
  look: (folder: string) => Promise<{ bsize: number; bavail: number }> = statfs,
): Promise<number> {
  const { bsize, bavail } = await look(folder)
  const freeBytes = bsize * bavail
  if (freeBytes < LEAST_FREE_BYTES)
    throw new Error(
      `Only ${Math.floor(freeBytes / 1024 / 1024)} MB are free for ${folder}: make room, or the database stops.`,
    )
  return freeBytes
}
