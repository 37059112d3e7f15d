import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pino } from 'pino'
import { startChild } from '../../bench/support/child.ts'
import { askJson, connectToSimulator, setUp, subscriptionAt } from '../../bench/support/connect.ts'
import { freePort } from '../../test/support/free-port.ts'
import { until } from '../../test/support/until.ts'
import { createPostgres, type Postgres } from './postgres.ts'
import { createProgram, type Program } from './program.ts'
import { startProxy, type Proxy } from './proxy.ts'
import type { Random } from './random.ts'

/** The product as many machines run it, connected to a simulator: everything in a process of its own, to be hurt. */
export interface World extends AsyncDisposable {
  postgres: Postgres
  webs: Program[]
  workers: Program[]
  /** Before the webs: the address that Gong delivers to. */
  front: Proxy
  /** Between the product and Gong. */
  toGong: Proxy
  /** Where events are delivered, and what they are signed with. */
  subscription: { url: string; token: string }
  workspaceId: string
  /** One of the simulator's controls; not through the proxy. */
  gong<T>(method: string, path: string, body?: unknown): Promise<T>
  /** Asks the product's API as its owner. */
  api<T>(method: string, path: string): Promise<T>
  /** Sets the clock of a process that many milliseconds ahead (worlds with `clocks` only). */
  setClock(program: Program, aheadMs: number): void
  /** Processes that ended although nobody asked them to. */
  ownEnds: string[]
  /** Ends what was done to it: everything runs, nothing is in the way. */
  mend(): Promise<void>
  logFolder: string
}

export interface WorldOptions {
  webs: number
  workers: number
  random: Random
  /** The database's folder; undefined = beside everything else. */
  databaseDir?: string
  /** Lets the clocks of the processes be set. */
  clocks?: boolean
}

/** Gong repeats what was not answered; quicker here than in life, so that a round is short. */
const USUAL_FAULTS = { webhookRetries: 6, webhookBackoffMs: 400 }

/** Starts everything, sets the product up, connects it, and waits until its own first requests are over. */
export async function startWorld(options: WorldOptions): Promise<World> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'fastfollow-faults-'))
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 }))
  // Root's Postgres runs as somebody else, who has to pass through.
  chmodSync(folder, 0o711)
  const logFolder = join(folder, 'logs')
  mkdirSync(logFolder)
  const ownEnds: string[] = []

  const databaseLog = pino({ level: 'debug' }, pino.destination(join(logFolder, 'postgres.log')))
  const postgres = stack.use(
    await createPostgres(options.databaseDir ?? join(folder, 'database'), databaseLog),
  )
  const gongPort = await freePort()
  const gongFolder = join(folder, 'gong')
  const simulator = createProgram(
    {
      name: 'simulator',
      command: 'simulator',
      env: { SIMULATOR_PORT: String(gongPort), DATA_DIR: gongFolder },
      ready: /simulator is ready/,
      logFile: join(logFolder, 'simulator.log'),
    },
    (what) => ownEnds.push(what),
  )
  await simulator.start()
  stack.defer(() => simulator.stop())

  const webPorts = await Promise.all(Array.from({ length: options.webs }, freePort))
  const front = stack.use(await startProxy(webPorts, options.random))
  const toGong = stack.use(await startProxy([gongPort], options.random))
  const setupToken = randomBytes(16).toString('base64url')
  const shared = {
    PUBLIC_URL: front.url,
    DATABASE_URL: postgres.url,
    SECRET_KEY: randomBytes(32).toString('base64url'),
    SETUP_TOKEN: setupToken,
    DATA_DIR: join(folder, 'data'),
    GONG_APP_URL: toGong.url,
    LOG_LEVEL: 'info',
    // What a comparison of lists would find again must not hide what was lost.
    RECONCILE_EVERY: '1d',
  }
  const clockFile = (name: string): string => join(folder, `${name}.clock`)
  const program = (name: string, command: 'web' | 'worker', env: Record<string, string>): Program => {
    const clock = {
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'shift-clock.ts')).href}`,
      FAULTS_CLOCK: clockFile(name),
    }
    return createProgram(
      {
        name,
        command,
        env: { ...shared, ...env, ...(options.clocks ? clock : {}) },
        ready: command === 'web' ? /^FastFollow is ready/ : /^FastFollow worker is ready/,
        logFile: join(logFolder, `${name}.log`),
      },
      (what) => ownEnds.push(what),
    )
  }
  const webs = webPorts.map((port, index) => program(`web ${index + 1}`, 'web', { PORT: String(port) }))
  const workers = Array.from({ length: options.workers }, (_, index) =>
    program(`worker ${index + 1}`, 'worker', {}),
  )
  const programs = [...webs, ...workers]
  stack.defer(async () => void (await Promise.all(programs.map((each) => each.kill()))))
  await migrate(shared)
  await Promise.all(programs.map((each) => each.start()))

  const gong: World['gong'] = (method, path, body) =>
    askJson(`http://localhost:${gongPort}/_simulator${path}`, method, body)
  await gong('POST', '/seed', { calls: 0 })
  await gong('PUT', '/person', { name: 'Anna Berg', email: 'anna@lumen.example' })
  await gong('PUT', '/faults', USUAL_FAULTS)
  const { apiKey, workspaceId } = await setUp(front.url, setupToken)
  const api: World['api'] = (method, path) =>
    askJson(front.url + path, method, undefined, { authorization: `Bearer ${apiKey}` })
  await connectToSimulator(front.url, apiKey)
  await until('the first comparison of lists', async () => {
    const state = await api<{ listReadAt: string | null; connectedUser: unknown }>(
      'GET',
      '/api/integrations/gong',
    )
    return state.listReadAt && state.connectedUser
  })
  const subscription = await subscriptionAt(
    `http://localhost:${gongPort}`,
    join(gongFolder, 'simulator.json'),
  )

  const all = stack.move()
  return {
    postgres,
    webs,
    workers,
    front,
    toGong,
    subscription,
    workspaceId,
    gong,
    api,
    ownEnds,
    logFolder,
    setClock: (which, aheadMs) => writeFileSync(clockFile(which.name), String(aheadMs)),
    async mend() {
      front.cut = null
      toGong.cut = null
      await gong('DELETE', '/faults')
      await gong('PUT', '/faults', USUAL_FAULTS)
      if (options.clocks) for (const each of programs) writeFileSync(clockFile(each.name), '0')
      await postgres.start()
      await Promise.all(programs.map((each) => each.start()))
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

async function migrate(env: Record<string, string>): Promise<void> {
  // `migrate` says what it did and ends.
  const child = await startChild('bin/fastfollow.js', ['migrate'], { env, until: /./ })
  if (child.process.exitCode === null)
    await new Promise<void>((resolve) => child.process.once('exit', () => resolve()))
}
