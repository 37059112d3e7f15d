import { Writable } from 'node:stream'
import { Registry } from 'prom-client'
import { accountRoutes, type AccountRouteParts } from '../../src/accounts/account-routes.ts'
import { type Auth, createAuth } from '../../src/accounts/auth.ts'
import { createInvite } from '../../src/accounts/invite.ts'
import type { Role } from '../../src/accounts/account-shapes.ts'
import { type Clock, systemClock } from '../../src/clock.ts'
import { createLog } from '../../src/http/log.ts'
import { createServer, type Server, type ServerParts } from '../../src/http/server.ts'
import { createSecrets } from '../../src/secrets.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

export const PUBLIC_URL = 'http://localhost:3000'
export const SETUP_TOKEN = 'setup-token-of-the-test'
export const PASSWORD = 'correct horse battery'

export interface TestServerOptions extends Partial<Omit<ServerParts, 'log' | 'authenticate'>> {
  clock?: Clock
  setupToken?: string | undefined
  publicUrl?: string
  onSetUp?: AccountRouteParts['onSetUp']
  /** Routes that need the parts of the test, such as its database. */
  moreRoutes?: (parts: { database: TestDatabase; auth: Auth }) => ((server: Server) => void)[]
}

/** A person who acts in a test: through their cookie as a browser would, or through their key as a program would. */
export interface Actor {
  workspaceId: string
  userId: string
  email: string
  cookie: string
  key: string
}

/** The HTTP server with accounts on a database of its own. Its log is kept as text. */
export async function startTestServer(options: TestServerOptions = {}) {
  const database = await createTestDatabase()
  const { db } = database
  const clock = options.clock ?? systemClock
  const publicUrl = options.publicUrl ?? PUBLIC_URL
  const secrets = createSecrets('root of the test')
  let logged = ''
  const to = new Writable({ write: (chunk, _encoding, done) => ((logged += String(chunk)), done()) })
  const log = createLog({ logLevel: 'trace' }, { to })
  const auth = createAuth({ db, publicUrl, secrets, clock, log })
  const setup = { publicUrl, setupToken: 'setupToken' in options ? options.setupToken : SETUP_TOKEN }
  const accounts = {
    auth,
    db,
    clock,
    secrets,
    config: setup,
    onSetUp: options.onSetUp ?? (() => {}),
    noteLeft: async () => {},
  }
  const server = await createServer({
    config: { publicUrl, trustProxy: false },
    metrics: new Registry(),
    readiness: [],
    ...options,
    log,
    authenticate: auth.authenticate,
    routes: [
      accountRoutes(accounts),
      ...(options.routes ?? []),
      ...(options.moreRoutes?.({ database, auth }) ?? []),
    ],
  })

  async function setUp(email = 'ada@example.com'): Promise<Actor> {
    const answer = await server.inject({
      method: 'POST',
      url: '/api/setup',
      payload: { setupToken: SETUP_TOKEN, name: 'Ada', email, password: PASSWORD, workspaceName: 'Acme' },
    })
    const { workspaceId, apiKey } = answer.json<{ workspaceId: string; apiKey: string }>()
    return actor(workspaceId, email, cookieOf(answer), apiKey)
  }

  async function join(workspaceId: string, email: string, role: Role = 'member'): Promise<Actor> {
    const { link } = await createInvite({ db, clock, publicUrl }, workspaceId, { email, role, by: null })
    const token = link.split('#token=')[1]
    const answer = await server.inject({
      method: 'POST',
      url: '/api/join',
      payload: { token, password: PASSWORD },
    })
    const cookie = cookieOf(answer)
    const made = await server.inject({
      method: 'POST',
      url: '/api/keys',
      headers: browser(cookie),
      payload: { name: 'k' },
    })
    return actor(workspaceId, email, cookie, made.json<{ key: string }>().key)
  }

  async function otherWorkspace(owner: Actor, email = 'eve@other.example'): Promise<Actor> {
    const answer = await server.inject({
      method: 'POST',
      url: '/api/workspaces',
      headers: program(owner.key),
      payload: { name: 'Other', ownerEmail: email, ownerName: 'Eve', password: PASSWORD },
    })
    const { workspaceId, apiKey } = answer.json<{ workspaceId: string; apiKey: string }>()
    return actor(workspaceId, email, await signIn(email), apiKey)
  }

  async function signIn(email: string, password = PASSWORD): Promise<string> {
    return cookieOf(
      await server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password } }),
    )
  }

  async function actor(workspaceId: string, email: string, cookie: string, key: string): Promise<Actor> {
    const me = await server.inject({ url: '/api/me', headers: program(key) })
    return { workspaceId, userId: me.json<{ user: { id: string } }>().user.id, email, cookie, key }
  }

  async function stop(): Promise<void> {
    await server.close()
    await database.drop()
  }

  return {
    server,
    db,
    database,
    auth,
    log,
    secrets,
    setUp,
    join,
    otherWorkspace,
    signIn,
    stop,
    logged: () => logged,
    [Symbol.asyncDispose]: stop,
  }
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>

/** The headers of a request from one of our own pages. */
export const browser = (cookie: string) => ({ cookie, origin: PUBLIC_URL })

export const program = (key: string) => ({ authorization: `Bearer ${key}` })

function cookieOf(answer: { cookies: { name: string; value: string }[] }): string {
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
}
