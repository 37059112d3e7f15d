import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { Logger } from 'pino'
import { DATABASE_NAME, DATABASE_USER, prepareCluster } from '../../src/db/embedded/cluster.ts'
import { clearFormerPostmaster, readPostmaster } from '../../src/db/embedded/postmaster-file.ts'
import { findPrograms } from '../../src/db/embedded/programs.ts'
import { startServer, type PostgresServer } from '../../src/db/embedded/server.ts'
import { makeSocketFolder, removeSocketFolder } from '../../src/db/embedded/socket-folder.ts'
import { chooseAccount } from '../../src/db/embedded/system-account.ts'

/** A Postgres that the product shares by `DATABASE_URL`, made by our own launcher, to be killed and started again on its data. */
export interface Postgres extends AsyncDisposable {
  url: string
  /** Asks on a connection of its own. Throws while the database is away. */
  query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>
  /** SIGKILL of the whole server. */
  kill(): Promise<void>
  /** SIGKILL of one connection's process: Postgres then breaks all connections and recovers by itself. */
  killBackend(): Promise<void>
  /** Stops every process of it, as a machine does that hangs, and lets them go on. */
  freeze(): void
  thaw(): void
  /** An orderly stop: what is connected is cut off, nothing is lost. */
  stop(): Promise<void>
  /** Starts it unless it runs, and waits until it answers and takes writes. */
  start(): Promise<void>
}

/** Makes a database in `dataDir` and starts it; with `fsync`, since what is acknowledged must be on disk. */
export async function createPostgres(dataDir: string, log: Logger): Promise<Postgres> {
  // Root's Postgres runs as somebody else, who has to pass through.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const clusterDir = join(dataDir, 'postgres')
  const account = chooseAccount(clusterDir)
  const programs = findPrograms(dataDir, account, log)
  await prepareCluster(clusterDir, programs, account, true)
  const socketDir = makeSocketFolder(dataDir, account)
  const options = { programs, clusterDir, socketDir, account, durable: true, log }
  let server: PostgresServer | undefined
  let isRunning = false
  let starting: Promise<void> | undefined

  const start = (): Promise<void> => (starting ??= bringUp().finally(() => (starting = undefined)))

  async function bringUp(): Promise<void> {
    if (!isRunning) {
      await clearFormerPostmaster(clusterDir)
      server = await startServer(options)
      isRunning = true
      void server.ended.then(() => (isRunning = false))
    }
    // After a crash it answers before it takes writes.
    for (let tries = 1; ; tries++) {
      const error = await query('create temporary table is_writable ()').catch((cause: unknown) => cause)
      if (!(error instanceof Error)) return
      if (!isRunning) return bringUp()
      if (tries === 300)
        throw new Error('the database does not take writes a minute after its start', { cause: error })
      await sleep(200)
    }
  }

  async function query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({ host: socketDir, user: DATABASE_USER, database: DATABASE_NAME })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query<Row>(text, values)).rows
    } finally {
      await client.end().catch(() => {})
    }
  }

  await start()
  return {
    url: `postgresql://${DATABASE_USER}@localhost/${DATABASE_NAME}?host=${encodeURIComponent(socketDir)}`,
    query,
    async kill() {
      const postmaster = readPostmaster(clusterDir)
      if (!isRunning || !postmaster) return
      process.kill(postmaster.pid, 'SIGKILL')
      await server?.ended
    },
    async killBackend() {
      const [backend] = await query<{ pid: number }>(
        `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
         order by random() limit 1`,
      ).catch(() => [])
      if (backend) process.kill(backend.pid, 'SIGKILL')
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    async stop() {
      await server?.stop()
    },
    start,
    async [Symbol.asyncDispose]() {
      signalAll('SIGCONT')
      await server?.stop()
      removeSocketFolder(socketDir, dataDir)
    },
  }

  /** The server's processes are the children of the one that its file names. */
  function signalAll(signal: NodeJS.Signals): void {
    const postmaster = readPostmaster(clusterDir)
    if (!isRunning || !postmaster) return
    for (const pid of [postmaster.pid, ...childrenOf(postmaster.pid)]) {
      try {
        process.kill(pid, signal)
      } catch {
        // It ended meanwhile.
      }
    }
  }
}

function childrenOf(pid: number): number[] {
  try {
    return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
      .split('\n')
      .map(Number)
      .filter((child) => child > 1)
  } catch {
    return []
  }
}
