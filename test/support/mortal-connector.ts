import { writeSync } from 'node:fs'
import { enableCompileCache, flushCompileCache } from 'node:module'
import { createInterface } from 'node:readline'
import type { ConnectDeps } from '../../src/connections/connect.ts'
import type { MortalOrders } from './mortal.ts'

/**
 * A process of its own that connects Gong, or renews the access to it, as the product does, and kills itself (SIGKILL)
 * right before the nth step: a statement to the database, or a request to Gong. Told by its argument where to keep compiled
 * code, and by the first line of stdin what to do.
 */

// Dozens of these are started, one after the other: with code compiled before, one loads in half the time.
enableCompileCache(process.argv[2])
const { Kysely, PostgresDialect } = await import('kysely')
const { pino } = await import('pino')
const { finishConnect } = await import('../../src/connections/connect.ts')
const { createTokens } = await import('../../src/connections/tokens.ts')
const { connect } = await import('../../src/db/open.ts')
const { createAllowance } = await import('../../src/gong/allowance/allowance.ts')
const { createGong } = await import('../../src/gong/client.ts')
const { noteHistory, readHistory } = await import('../../src/ingest/history.ts')
const { createJobs } = await import('../../src/jobs/jobs.ts')
const { createSecrets } = await import('../../src/secrets.ts')
flushCompileCache()
say('loaded')

const orders = await firstLine()
const log = pino({ level: 'silent' })
const client = { connectionString: orders.databaseUrl }
const { pool } = connect(client, log)
const jobs = createJobs({ client, log })
await jobs.start()
let steps = 0
const deps = buildParts()
say(`ended: ${await act()}`)
await jobs.stop(1000)
await pool.end()

async function firstLine(): Promise<MortalOrders> {
  for await (const line of createInterface({ input: process.stdin })) return JSON.parse(line) as MortalOrders
  return process.exit(0)
}

async function act(): Promise<string> {
  const { what } = orders
  if (what.act === 'connect')
    return finishConnect(what.answer, { browserSecret: null, keyViewer: what.viewer }, deps)
  await deps.tokens.current(what.connectionId)
  return 'renewed'
}

/** As `src/app.ts` builds them, with a mortal database and a mortal way to Gong. */
function buildParts(): ConnectDeps {
  const db = new Kysely<unknown>({ dialect: mortalDialect() })
  const { publicUrl, gong: config, reconcile, simulatorUrl } = orders
  const clock = { now: () => new Date(Date.now() + orders.aheadMs) }
  const secrets = createSecrets(orders.secretKey)
  const allowance = createAllowance({ db, rate: config.rate, log })
  const gong = createGong({ config, allowance, clock, log, fetch: mortalFetch })
  const tokens = createTokens({ db, secrets, config, simulatorUrl, gong, clock })
  const redirectUri = `${publicUrl}/api/integrations/gong/callback`
  const historyParts = { gong, clock, reconcile }
  const beforeConnecting: ConnectDeps['beforeConnecting'] = async (session) => {
    const history = await readHistory(session, historyParts)
    return (tx, connection) => noteHistory(tx, connection, history, historyParts)
  }
  const parts = { db, clock, jobs, gong, tokens, secrets, config, publicUrl, redirectUri, simulatorUrl }
  return { ...parts, beforeConnecting }
}

function step(what: string): void {
  steps++
  const name = what.replaceAll(/\s+/g, ' ').trim()
  say(`${steps === orders.dieAt ? 'dies before' : 'step'} ${steps}: ${name}`)
  if (steps === orders.dieAt) process.kill(process.pid, 'SIGKILL')
}

function mortalFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  step(`${request[1]?.method ?? 'GET'} ${new URL(String(request[0])).pathname}`)
  return fetch(...request)
}

/** Kysely's own dialect; its connections count what they execute, `begin` and `commit` too. */
function mortalDialect() {
  const dialect = new PostgresDialect({ pool })
  const createDriver = dialect.createDriver.bind(dialect)
  dialect.createDriver = () => {
    const driver = createDriver()
    const acquire = driver.acquireConnection.bind(driver)
    const counting = new WeakSet<object>()
    driver.acquireConnection = async (options) => {
      const connection = await acquire(options)
      if (counting.has(connection)) return connection
      counting.add(connection)
      const execute = connection.executeQuery.bind(connection)
      connection.executeQuery = (query, ...rest) => {
        step(query.sql)
        return execute(query, ...rest)
      }
      return connection
    }
    return driver
  }
  return dialect
}

/** At once: what is buffered would die with the process. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}
