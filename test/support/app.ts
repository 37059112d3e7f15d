import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { pino } from 'pino'
import { buildApp, type App, type AppParts } from '../../src/app.ts'
import { loadConfig, type Config } from '../../src/config.ts'
import type { CallDetail, CallList, CallSummary } from '../../src/ingest/call-shapes.ts'
import type { GongConnection } from '../../src/connections/connection-shapes.ts'
import { createSecrets } from '../../src/secrets.ts'
import { movableClock, type MovableClock } from './clock.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { watchDepartures } from './departures.ts'
import { freePort } from './free-port.ts'
import { startTestSimulator, type TestSimulator } from './simulator.ts'
import { until } from './until.ts'

/** The whole product on a database of its own, against a simulator, as a program with an API key sees it. */
export interface TestApp extends AsyncDisposable {
  url: string
  app: App
  config: Config
  database: TestDatabase
  clock: MovableClock
  gong: TestSimulator
  /** The first user's workspace and key. */
  workspaceId: string
  apiKey: string
  owner: { email: string; password: string }
  /** Asks the API with the owner's key. Throws unless the answer is a success. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>
  /** The same without judging the answer. `key` null = nobody. */
  ask(
    method: string,
    path: string,
    options?: { body?: unknown; key?: string | null; headers?: Record<string, string> },
  ): Promise<Response>
  /** OAuth from end to end, as the owner. Returns the outcome that the page would show. */
  connect(answer?: { grant?: string[]; deny?: boolean }): Promise<string>
  connection(): Promise<GongConnection>
  calls(query?: string): Promise<CallSummary[]>
  /** Waits until the call with this Gong id is in one of the states. */
  callIn(gongCallId: string, ...states: CallSummary['state'][]): Promise<CallDetail>
  /** Ends this process's part and starts it again on the same database; `meanwhile` it is gone. */
  restart(meanwhile?: () => Promise<void>): Promise<void>
}

export interface TestAppOptions extends Partial<
  Pick<AppParts, 'roles' | 'writer' | 'webDir' | 'gongDeadlineMs' | 'storeWithinMs' | 'outside'>
> {
  env?: Record<string, string>
  gong?: Parameters<typeof startTestSimulator>[0]
  log?: AppParts['log']
  /** The test changes the OAuth client: Gong counts requests of each by itself, so their sum says nothing. */
  changesClient?: boolean
}

/**
 * The simulator shares this process: on a busy machine requests that left in time arrive together. So it is lenient, and
 * that no more left than Gong allows is seen at the end of each test.
 */
const SHARED_SECOND_MS = 500

export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const clock = movableClock()
  const database = await createTestDatabase()
  const gong = await startTestSimulator({ clock, secondMs: SHARED_SECOND_MS, ...options.gong })
  const departures = watchDepartures(gong.url)
  const port = await freePort()
  const config = loadConfig({
    PORT: String(port),
    DATABASE_URL: database.url,
    SECRET_KEY: randomBytes(32).toString('base64url'),
    SETUP_TOKEN: randomBytes(16).toString('base64url'),
    DATA_DIR: tmpdir(),
    GONG_APP_URL: gong.url,
    LOG_LEVEL: 'silent',
    ...options.env,
  })
  const parts: AppParts = {
    config,
    database: { ...database, clientConfig: { connectionString: database.url } },
    secrets: createSecrets(config.secretKey ?? ''),
    log: options.log ?? pino({ level: 'silent' }),
    roles: options.roles ?? { web: true, worker: true },
    simulator: { url: gong.url, setPerson: (person) => gong.control.setPerson(person) },
    clock,
    ...(options.writer ? { writer: options.writer } : {}),
    ...(options.webDir ? { webDir: options.webDir } : {}),
    ...(options.gongDeadlineMs ? { gongDeadlineMs: options.gongDeadlineMs } : {}),
    ...(options.storeWithinMs ? { storeWithinMs: options.storeWithinMs } : {}),
    ...(options.outside ? { outside: options.outside } : {}),
  }
  let app = await buildApp(parts)
  await app.start()
  const url = `http://localhost:${port}`
  const owner = { email: 'anna@lumen.example', password: randomBytes(9).toString('base64url') }
  const { workspaceId, apiKey } = await setUp(url, config, owner)

  const ask: TestApp['ask'] = (method, path, { body, key = apiKey, headers = {} } = {}) =>
    fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

  async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await ask(method, path, { body })
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }

  async function connect(answer?: { grant?: string[]; deny?: boolean }): Promise<string> {
    const { url: authorizeUrl } = await api<{ url: string }>('GET', '/api/integrations/gong/connect?as=json')
    const back = await gong.consent(authorizeUrl, answer)
    const response = await ask('GET', back.pathname + back.search)
    const location = response.headers.get('location')
    if (location === null)
      throw new Error(`the callback answered ${response.status}: ${await response.text()}`)
    return new URL(location, url).searchParams.get('outcome') ?? ''
  }

  const calls = async (query = ''): Promise<CallSummary[]> =>
    (await api<CallList>('GET', `/api/calls?limit=200${query}`)).items

  const stop = async (): Promise<void> => {
    await app.stop(5000)
    departures[Symbol.dispose]()
    await gong.stop()
    await database.drop()
    const most = departures.mostInAnySecond()
    if (!options.changesClient && most > config.gong.rate.perSecond)
      throw new Error(`${most} requests left for Gong within a second`)
  }

  return {
    url,
    get app() {
      return app
    },
    config,
    database,
    clock,
    gong,
    workspaceId,
    apiKey,
    owner,
    api,
    ask,
    connect,
    connection: () => api<GongConnection>('GET', '/api/integrations/gong'),
    calls,
    callIn: (gongCallId, ...states) => {
      let seen = 'not in the list'
      return until(
        () => `call ${gongCallId} in state ${states.join(' or ')}; it is ${seen}`,
        async () => {
          const call = (await calls()).find((each) => each.gongCallId === gongCallId)
          seen = call ? [call.state, call.reason, call.nextTryAt].join(', ') : 'not in the list'
          return call && states.includes(call.state) && api<CallDetail>('GET', `/api/calls/${call.id}`)
        },
      )
    },
    async restart(meanwhile) {
      await app.stop(5000)
      await meanwhile?.()
      app = await buildApp(parts)
      await app.start()
    },
    [Symbol.asyncDispose]: stop,
  }
}

async function setUp(
  url: string,
  config: Config,
  owner: { email: string; password: string },
): Promise<{ workspaceId: string; apiKey: string }> {
  const response = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      setupToken: config.setupToken,
      name: 'Anna Berg',
      workspaceName: 'Lumen',
      ...owner,
    }),
  })
  if (response.status !== 201) throw new Error(`setup answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as { workspaceId: string; apiKey: string }
}
