import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientConfig } from 'pg'
import type { Log } from '../log.ts'
import { StartError } from '../start-error.ts'
import { DATABASE_NAME, DATABASE_USER, prepareCluster } from './cluster.ts'
import { readRunning, takeOwnership, type Ownership } from './ownership.ts'
import { clearFormerPostmaster, isAlive } from './postmaster-file.ts'
import { findPrograms } from './programs.ts'
import { startServer, type PostgresServer, type ServerOptions } from './server.ts'
import { makeSocketFolder, removeSocketFolder } from './socket-folder.ts'
import { chooseAccount } from './system-account.ts'

/** An open embedded database, ours or another process's that we are attached to. */
export interface EmbeddedPostgres {
  clientConfig: ClientConfig
  attached: boolean
  /** Stops Postgres, if we started it. */
  close(): Promise<void>
}

export interface EmbeddedOptions {
  dataDir: string
  /** A second server on one data folder is refused; a command attaches to the server that runs. */
  as: 'server' | 'command'
  log: Log
  /** False for tests only: faster, and lost with the machine. */
  durable?: boolean
}

// A command may hold the database for as long as a backup takes; a starting server for as long as it migrates.
const PATIENCE_MS = 120_000

/**
 * Opens the Postgres of a data folder, making it on first use.
 * @throws StartError when another server runs on it, when it needs another major version, or when it can't start here.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  makeDataDir(options.dataDir)
  const deadline = Date.now() + PATIENCE_MS
  for (let waits = 0; ; waits++) {
    const ownership = takeOwnership(options.dataDir)
    if (ownership) return own(ownership, options)
    const other = readRunning(options.dataDir)
    if (other && isAlive(other.pid) && other.as === 'server') {
      if (options.as === 'server') throw alreadyRunning(options.dataDir, other.pid)
      if (other.socketDir) return attach(other.socketDir)
    }
    if (Date.now() > deadline) throw alreadyRunning(options.dataDir, other?.pid)
    if (waits === 20)
      options.log.info(`Waiting for process ${other?.pid ?? '?'} to be done with the database.`)
    await sleep(25)
  }
}

function alreadyRunning(dataDir: string, pid: number | undefined): StartError {
  return new StartError(
    `FastFollow is already running on ${dataDir}${pid ? ` as process ${pid}` : ''}: stop it first, or set another DATA_DIR.`,
  )
}

function attach(socketDir: string): EmbeddedPostgres {
  return { clientConfig: clientConfig(socketDir), attached: true, close: async () => {} }
}

async function own(ownership: Ownership, options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, as, log } = options
  try {
    ownership.announce({ pid: process.pid, as, socketDir: null })
    if (ownership.left?.socketDir) removeSocketFolder(ownership.left.socketDir, dataDir)
    const serverOptions = await prepare(options)
    const server = await startServer(serverOptions)
    ownership.announce({ pid: process.pid, as, socketDir: serverOptions.socketDir })
    const running = keepRunning(server, serverOptions, log)
    return {
      clientConfig: clientConfig(serverOptions.socketDir),
      attached: false,
      async close() {
        await running.stop()
        removeSocketFolder(serverOptions.socketDir, dataDir)
        ownership[Symbol.dispose]()
      },
    }
  } catch (error) {
    ownership[Symbol.dispose]()
    throw error
  }
}

async function prepare({ dataDir, log, durable = true }: EmbeddedOptions): Promise<ServerOptions> {
  const clusterDir = join(dataDir, 'postgres')
  const account = chooseAccount(clusterDir)
  const programs = findPrograms(dataDir, account, log)
  await clearFormerPostmaster(clusterDir)
  await prepareCluster(clusterDir, programs, account, durable)
  return { programs, clusterDir, socketDir: makeSocketFolder(dataDir, account), account, durable, log }
}

/** Starts Postgres again when it was killed (by the system's want of memory, say): the pool reconnects by itself. */
function keepRunning(first: PostgresServer, options: ServerOptions, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  let current = first
  const watching = (async () => {
    while (!signal.aborted) {
      await current.ended
      if (signal.aborted) return
      log.error('The database ended by itself and is started again.')
      // Long enough not to spin when it ends at once each time.
      await sleep(500, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      try {
        current = await startServer(options)
      } catch (error) {
        log.error({ err: error }, 'The database could not be started again.')
      }
    }
    // Started again while we were asked to stop.
    await current.stop()
  })()
  return {
    async stop() {
      stopping.abort()
      await current.stop()
      await watching
    },
  }
}

function makeDataDir(dataDir: string): void {
  // Root's Postgres runs as somebody else, who has to pass through.
  mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
  // Transcripts are nobody's business: keep them out of version control and of the search of the desktop.
  const ignore = join(dataDir, '.gitignore')
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n')
}

function clientConfig(socketDir: string): ClientConfig {
  return { host: socketDir, port: 5432, user: DATABASE_USER, database: DATABASE_NAME }
}
