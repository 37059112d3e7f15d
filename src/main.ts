import { sql } from 'kysely'
import { buildApp } from './app.ts'
import { checkSecret } from './accounts/secret-check.ts'
import { setupLink } from './accounts/setup.ts'
import type { Config } from './config.ts'
import { migrate } from './db/migrate.ts'
import { openDb, type OpenDb } from './db/open.ts'
import { createLog, type Log } from './http/log.ts'
import { migrateJobs } from './jobs/jobs.ts'
import { openSecrets } from './secret-key.ts'
import type { Simulator } from './simulator/server.ts'
import { builtPages } from './web-build.ts'

export interface Roles {
  web: boolean
  worker: boolean
}

/** The whole product: database, simulator where it is needed, pages, jobs. Returns after a signal stopped it. */
export async function runServer(config: Config, roles: Roles): Promise<void> {
  const log = createLog(config)
  const stopAsked = stopSignal()
  await using stack = new AsyncDisposableStack()

  const secrets = await openSecrets(config)
  const database = stack.adopt(await openDb(config, { log }), (open) => open.close())
  await migrate(database.db, { after: () => migrateJobs(database.clientConfig) })
  await checkSecret(database.db, secrets)
  const simulator =
    roles.web && (await needsSimulator(config, database)) ? await beginSimulator(config, log) : null
  if (simulator) stack.defer(() => simulator.stop())

  const app = await buildApp({
    config,
    database,
    secrets,
    log,
    roles,
    simulator: simulator && {
      url: simulator.url,
      setPerson: (person) => simulator.control.setPerson(person),
    },
    ...(roles.web ? { webDir: await builtPages(log) } : {}),
  })
  stack.defer(() => app.stop())
  const port = await app.start()

  if (simulator) say(`No Gong client is configured, so a Gong simulator runs at ${simulator.url}`)
  const link = roles.web ? await setupLink({ db: database.db, secrets, config }) : null
  if (link) say(`Set up FastFollow here (works once): ${link}`)
  say(roles.web ? `FastFollow is ready at ${readyAddress(config, port)}` : 'FastFollow worker is ready')
  await stopAsked
  log.info('stopping: no new work, finishing what runs')
}

/** The simulator runs while there is no real Gong to talk to: no client in the environment or entered on the page. */
async function needsSimulator(config: Config, { db }: OpenDb): Promise<boolean> {
  if (config.gong.client || config.gong.appUrlIsSet || config.database.kind !== 'embedded') return false
  const { rows } = await sql`select 1 from connection where gong = 'real' limit 1`.execute(db)
  return rows.length === 0
}

async function beginSimulator(config: Config, log: Log): Promise<Simulator | null> {
  const { startSimulator } = await import('./simulator/server.ts')
  try {
    return await startSimulator({ port: config.simulator.port, stateFile: config.simulator.state, log })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    log.warn(
      `Port ${config.simulator.port} is taken, so the Gong simulator does not run. Set SIMULATOR_PORT to another one.`,
    )
    return null
  }
}

function readyAddress(config: Config, port: number | null): string {
  const address = new URL(config.publicUrl)
  if (config.port === 0 && port !== null) address.port = String(port)
  return address.origin
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isAsked = false
    const ask = (): void => {
      if (isAsked) process.exit(130)
      isAsked = true
      resolve()
    }
    process.on('SIGINT', ask)
    process.on('SIGTERM', ask)
  })
}

/** For people who start the product: plain lines, apart from the log. */
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
