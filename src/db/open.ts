import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool, types, type ClientConfig } from 'pg'
import type { Config } from '../config.ts'
import { secretKeys } from '../secret-key.ts'
import type { Db } from './db.ts'
import { openEmbedded, type EmbeddedPostgres } from './embedded/embedded.ts'
import type { Log } from './log.ts'
import { planningPool } from './planned-once.ts'
import { StartError } from './start-error.ts'

/** An open database. `clientConfig` is for connections beside the pool, such as one that LISTENs. */
export interface OpenDb {
  db: Db
  pool: Pool
  clientConfig: ClientConfig
  /** True for an embedded database that this process started: nobody else uses it. */
  isOurs: boolean
  /** Ends the connections, and Postgres itself if it is embedded and we started it. */
  close(): Promise<void>
}

export interface OpenDbOptions {
  log: Log
  /** A `server` has an embedded database for itself; a `command` attaches to the server that runs, if one does. */
  as?: 'server' | 'command'
}

/**
 * Opens the database of the configuration: the embedded one, or any Postgres from version 14.
 * @throws StartError with one sentence for a person when it can't be opened.
 */
export async function openDb(
  config: Pick<Config, 'database' | 'dataDir' | 'secretKey' | 'secretKeyOld'>,
  { log, as = 'server' }: OpenDbOptions,
): Promise<OpenDb> {
  const { database, dataDir } = config
  // First, so that there never is a database whose key was not made yet.
  secretKeys(config)
  const embedded = database.kind === 'embedded' ? await openEmbedded({ dataDir, as, log }) : undefined
  const clientConfig = embedded?.clientConfig ?? fromUrl(database)
  const { db, pool } = connect(clientConfig, log)
  const close = async () => {
    await db.destroy()
    await embedded?.close()
  }
  try {
    await checkServer(db, embedded)
    return { db, pool, clientConfig, isOurs: embedded?.attached === false, close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * For a pool whose statements find their rows by keys. A plan outlives the table's size that it was made for: one that was
 * made for twenty rows reads all of them, and would read a hundred thousand for each batch of a burst that follows. Nor is
 * any of them worth compiling, as Postgres before 18 would where a plan has to read a whole table all the same.
 */
export const FINDS_BY_KEY = 'set enable_seqscan = off; set jit = off'

/** A pool and its kysely on a database that runs already. `session` is set up on each connection, beside what all have. */
export function connect(
  clientConfig: ClientConfig,
  log: Log,
  maxConnections = 12,
  session = '',
): { db: Db; pool: Pool } {
  const pool = new Pool({
    ...clientConfig,
    max: maxConnections,
    application_name: 'fastfollow',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    types: { getTypeParser: parserOf },
    // In one round trip, and not as start-up parameters, which a connection string may overrule and some proxies refuse.
    onConnect: (client) => client.query(`${SESSION};${session}`),
  })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'An idle database connection broke.'))
  // So would one that breaks while it is lent out: pg-pool takes its own listener off then, and kysely adds none. Its
  // statement rejects with the same error.
  pool.on('connect', (client) => client.on('error', () => {}))
  return { db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool: planningPool(pool) }) }), pool }
}

// No statement of a page or a job takes a minute; one that does is stuck and holds locks. Migrations lift it.
const SESSION = `
  set time zone 'UTC';
  set statement_timeout = '60s';
  set lock_timeout = '30s';
  set idle_in_transaction_session_timeout = '60s'`

const asText = (value: string) => value

/**
 * A `date` stays the text `YYYY-MM-DD`: as a JavaScript Date it would be midnight in the server's zone and could become
 * the day before. `bigint` stays text as pg has it: it does not fit a number.
 */
function parserOf(...[oid, format]: Parameters<typeof types.getTypeParser>) {
  return oid === types.builtins.DATE ? asText : types.getTypeParser(oid, format)
}

const OLDEST_MAJOR = 14

async function checkServer(db: Db, embedded: EmbeddedPostgres | undefined): Promise<void> {
  const version = await serverVersion(db, embedded)
  if (version < OLDEST_MAJOR * 10_000)
    throw new StartError(
      `DATABASE_URL names PostgreSQL ${Math.floor(version / 10_000)}, and FastFollow needs ${OLDEST_MAJOR} or newer.`,
    )
}

async function serverVersion(db: Db, embedded: EmbeddedPostgres | undefined): Promise<number> {
  try {
    const { rows } = await sql<{
      version: number
    }>`select current_setting('server_version_num')::int as version`.execute(db)
    return rows[0]?.version ?? 0
  } catch (error) {
    throw new StartError(unreachable(error, embedded), { cause: error })
  }
}

/** The driver's words name the host and the user at most, never the password. */
function unreachable(error: unknown, embedded: EmbeddedPostgres | undefined): string {
  const why = reasons(error)
  if (embedded)
    return `The embedded database can't be reached (${why}); it runs as another user of this machine, perhaps.`
  return `The database of DATABASE_URL can't be reached: ${why}`
}

function reasons(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasons).join('; ')
  return error instanceof Error ? error.message : String(error)
}

function fromUrl(database: Config['database']): ClientConfig {
  return database.kind === 'url' ? { connectionString: database.url } : {}
}
