import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { StartError } from '../start-error.ts'
import { reach } from './folder.ts'
import { leash, type Leashed } from './leash.ts'
import { readPostmaster } from './postmaster-file.ts'
import type { PostgresPrograms } from './programs.ts'
import type { Account } from './system-account.ts'

/** A running Postgres of ours. */
export interface PostgresServer {
  /** Settles when Postgres has ended, asked or not. */
  ended: Promise<unknown>
  stop(): Promise<void>
}

export interface ServerOptions {
  programs: PostgresPrograms
  clusterDir: string
  socketDir: string
  account: Account
  /** False only for tests, whose data may die with the machine. */
  durable: boolean
  log: Log
}

/**
 * Starts Postgres on a prepared folder and waits until it answers.
 * @throws StartError with what Postgres said when it does not start.
 */
export async function startServer(options: ServerOptions): Promise<PostgresServer> {
  // After a SIGKILL of Postgres its shared memory may be held for a moment by a backend that has not noticed yet.
  for (let attempt = 1; ; attempt++) {
    const said: string[] = []
    const server = launch(options, said)
    if (await isReady(options, server)) return supervise(server)
    const complaint = said.filter((line) => line.includes('FATAL')).join(' ') || said.slice(-3).join(' ')
    if (attempt === 40 || !complaint.includes('shared memory block'))
      throw new StartError(`The database in ${options.clusterDir} does not start: ${complaint}`)
    await sleep(250)
  }
}

function launch(
  { programs, clusterDir, socketDir, account, durable, log }: ServerOptions,
  said: string[],
): Leashed {
  using folder = reach(clusterDir, account)
  return leash(programs.postgres, ['-D', folder.path, ...settings(socketDir, durable)], {
    account,
    signal: 'INT',
    folder: folder.descriptor,
    onLine(line) {
      if (said.length < 50) said.push(line)
      log.debug({ database: line }, 'database')
    },
  })
}

function settings(socketDir: string, durable: boolean): string[] {
  const onOff = durable ? 'on' : 'off'
  const values = {
    listen_addresses: '',
    unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    fsync: onOff,
    synchronous_commit: onOff,
    full_page_writes: onOff,
    timezone: 'UTC',
    // Statements and their values are the customers' talk: only what Postgres says about itself is logged.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    log_line_prefix: '',
    // There is no LLVM in the package.
    jit: 'off',
    // 3 fewer processes; our tables are small enough to be read in place.
    io_method: 'sync',
    max_wal_size: '512MB',
    // Until a table's first statistics Postgres reads all of it to update a hundred rows: 10 to 25 ms a statement in a
    // storm right after the start, where it takes 1 to 8. The default is a minute.
    autovacuum_naptime: '10s',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

async function isReady({ clusterDir }: ServerOptions, server: Leashed): Promise<boolean> {
  while (!server.hasExited()) {
    // A file that an earlier Postgres left says "ready" too.
    const postmaster = readPostmaster(clusterDir)
    if (postmaster?.ready && postmaster.pid === server.pid()) return true
    await sleep(5)
  }
  await server.exited
  return false
}

// A fast shutdown writes what is left in memory; one that takes longer than this is stuck, and the log replays the rest.
const SHUTDOWN_MS = 30_000

function supervise(server: Leashed): PostgresServer {
  return {
    ended: server.exited,
    async stop() {
      const impatience = setTimeout(() => {
        const pid = server.pid()
        if (pid !== undefined && !server.hasExited()) process.kill(pid, 'SIGQUIT')
      }, SHUTDOWN_MS)
      await server.stop()
      clearTimeout(impatience)
    },
  }
}
