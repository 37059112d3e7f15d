import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { loadConfig } from '../../src/config.ts'
import { openDb, type OpenDb } from '../../src/db/open.ts'
import { freePort } from '../../test/support/free-port.ts'
import { startChild, type Child } from './child.ts'
import { askJson, connectToSimulator, setUp, subscriptionAt } from './connect.ts'

/** The real product as `npm start` runs it, in a process of its own with a fresh embedded database, beside a simulator in another. */
export interface Product extends AsyncDisposable {
  url: string
  server: Child
  workspaceId: string
  /** Asks the product's API as its owner. Throws unless it succeeds. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>
  /** One of the simulator's controls. */
  gong<T>(method: string, path: string, body?: unknown): Promise<T>
  requests(): Promise<RequestReport>
  /** Where events are delivered, and the token they are signed with. */
  subscription(): Promise<{ url: string; token: string }>
  /** Asks the embedded database, beside the product. */
  query(text: string): Promise<Record<string, unknown>[]>
  /** Stops the server and starts it again on the same data. */
  restart(): Promise<Child>
}

export interface RequestReport {
  requests: {
    atMs: number
    kind: 'api' | 'token'
    path: string
    status: number
    tookMs: number | null
    callIdsCount: number
  }[]
  mostInAnySecond: number
  total: number
  refused: number
}

export interface ProductOptions {
  env?: Record<string, string>
  /** Calls of the past at Gong, over 90 days. */
  history?: number
  latencyMs?: number
}

/** Starts both, sets the product up, connects it, and waits until its own first requests are over. */
export async function startProduct({
  env = {},
  history = 0,
  latencyMs = 0,
}: ProductOptions = {}): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'fastfollow-bench-'))
  const setupToken = randomBytes(16).toString('base64url')
  const [port, gongPort] = [await freePort(), await freePort()]
  const simulator = await startChild('bin/fastfollow.js', ['simulator'], {
    env: { SIMULATOR_PORT: String(gongPort), DATA_DIR: join(folder, 'gong') },
    until: /simulator is ready/,
  })
  const gongUrl = `http://localhost:${gongPort}`
  const serve = (): Promise<Child> =>
    startChild('bin/fastfollow.js', ['serve'], {
      env: {
        PORT: String(port),
        DATA_DIR: join(folder, 'data'),
        GONG_APP_URL: gongUrl,
        SETUP_TOKEN: setupToken,
        ...env,
      },
      until: /^FastFollow is ready/,
    })
  let server = await serve()
  let database: OpenDb | undefined
  const url = `http://localhost:${port}`
  const { apiKey, workspaceId } = await setUp(url, setupToken)
  const api: Product['api'] = (method, path, body) =>
    askJson(url + path, method, body, { authorization: `Bearer ${apiKey}` })
  const gong: Product['gong'] = (method, path, body) => askJson(`${gongUrl}/_simulator${path}`, method, body)

  await gong('POST', '/seed', { calls: 0 })
  // The simulator of `npm start` is told who set the product up; this one stands apart.
  await gong('PUT', '/person', { name: 'Anna Berg', email: 'anna@lumen.example' })
  await connectToSimulator(url, apiKey)
  await settle()
  await gong('POST', '/seed', { calls: history, days: 90, seed: 7 })
  if (latencyMs > 0) await gong('PUT', '/faults', { latencyMs })

  return {
    url,
    get server() {
      return server
    },
    workspaceId,
    api,
    gong,
    requests: () => gong('GET', '/requests'),
    subscription: () => subscriptionAt(gongUrl, join(folder, 'gong/simulator.json')),
    async query(text) {
      const config = loadConfig({ DATA_DIR: join(folder, 'data') })
      database ??= await openDb(config, { log: pino({ level: 'silent' }), as: 'command' })
      const { rows } = await database.pool.query<Record<string, unknown>>(text)
      return rows
    },
    async restart() {
      await database?.close()
      database = undefined
      await server.stop()
      server = await serve()
      return server
    },
    async [Symbol.asyncDispose]() {
      await database?.close()
      await server.stop()
      await simulator.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }

  /** The first comparison of lists and the users are read; after a second without requests nothing is left to come. */
  async function settle(): Promise<void> {
    for (;;) {
      const state = await api<{ listReadAt: string | null; connectedUser: unknown; status: string }>(
        'GET',
        '/api/integrations/gong',
      )
      if (state.listReadAt && state.connectedUser) break
      await sleep(100)
    }
    for (let before = -1; ;) {
      const { total } = await gong<RequestReport>('GET', '/requests')
      if (total === before) return
      before = total
      await sleep(1_500)
    }
  }
}
