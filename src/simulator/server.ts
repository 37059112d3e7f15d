import fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import type { Logger } from 'pino'
import { systemClock } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { addCalls } from './api/calls.ts'
import { openDoor } from './api/door.ts'
import { addSubscriptions } from './api/subscriptions.ts'
import { addTranscripts } from './api/transcripts.ts'
import { addUsers } from './api/users.ts'
import { addAuthorize } from './authorize.ts'
import { takeRawBodies } from './bodies.ts'
import { createCompanies } from './companies.ts'
import type { HistorySize } from './companies.ts'
import { createControl } from './control.ts'
import type { SimulatorControl } from './control.ts'
import { addControls } from './controls.ts'
import { createCursors } from './cursors.ts'
import { createDeliveries } from './deliveries.ts'
import { GongApiError, texts } from './errors.ts'
import { addTokenEndpoint } from './token-endpoint.ts'
import { addFrontPage } from './page/front-page.ts'
import type { Parts } from './parts.ts'
import { createRequestLog } from './request-log.ts'
import { openStore } from './store.ts'
import { createTokens } from './tokens.ts'
import type { Tokens } from './tokens.ts'

export type { SimulatorControl } from './control.ts'

export interface SimulatorOptions {
  /** 0: any free one. */
  port: number
  /** Where to listen; this machine only unless told otherwise. */
  host?: string
  /** Keeps calls, tokens and subscriptions over a restart. */
  stateFile?: string
  clock?: Clock
  log?: Logger
  /** Who set the product up: becomes one of the company's reps. */
  people?: { email: string; name: string }
  /** The history that each company begins with; left out, 90 days of it. */
  seed?: Partial<HistorySize>
  /**
   * How long a second of the allowance lasts; shorter for who shares its process with the program that asks, where a busy
   * moment holds requests back and lets them arrive together.
   */
  secondMs?: number
}

export interface Simulator {
  url: string
  port: number
  control: SimulatorControl
  stop(): Promise<void>
}

// A few hundred calls in 90 days: what a team of a dozen has.
const USUAL_HISTORY: HistorySize = { calls: 320, days: 90, seed: 1 }
// Transcripts of whole days come through the controls.
const BODY_LIMIT = 20 * 1024 * 1024

/**
 * A Gong to try, to demonstrate and to test with: OAuth, API, webhooks, and controls under `/_simulator`.
 * Rejects when the port is taken or the state file is not readable.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const clock = options.clock ?? systemClock
  const log = options.log ?? pino({ level: 'silent' })
  const history = { ...USUAL_HISTORY, ...options.seed }
  const store = await openStore(options.stateFile)
  if (options.people) store.state.person = options.people
  const companies = createCompanies(store.state, clock, history)
  const parts: Parts = {
    store,
    companies,
    clock,
    log,
    cursors: createCursors(store.state.secret, clock),
    requests: createRequestLog(),
    deliveries: createDeliveries(store, companies, clock, log),
    limits: new Map(),
    secondMs: options.secondMs ?? 1000,
  }
  const tokens = createTokens(store, companies, clock)
  const control = createControl(parts, tokens, history)

  const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true, logger: false })
  takeRawBodies(app)
  addAuthorize(app, parts, tokens)
  addTokenEndpoint(app, parts, tokens)
  addFrontPage(app, parts, control)
  await app.register(async (api) => addApi(api, parts, tokens), { prefix: '/v2' })
  await app.register(async (controls) => addControls(controls, control, parts), { prefix: '/_simulator' })
  await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' })

  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  parts.deliveries.resume()
  return {
    port,
    url: `http://localhost:${port}`,
    control,
    async stop() {
      parts.deliveries.stop()
      await app.close()
      await store.close()
    },
  }
}

function addApi(api: FastifyInstance, parts: Parts, tokens: Tokens): void {
  const door = openDoor(api, parts, tokens)
  const paging = {
    cursors: parts.cursors,
    clock: parts.clock,
    cursorLifeS: () => parts.store.state.faults.cursorLifeS,
  }
  const oddShare = () => parts.store.state.faults.oddRecords
  addCalls(api, door, paging, oddShare)
  addTranscripts(api, door, paging, oddShare)
  addUsers(api, door, paging)
  addSubscriptions(api, door, parts.store, parts.clock)
  api.setNotFoundHandler(async (request) => {
    const path = request.url.split('?')[0] ?? ''
    const offered = ['GET', 'POST', 'DELETE'] as const
    const otherVerb = offered.some((method) => api.findRoute({ method, url: path }) !== null)
    throw otherVerb ? new GongApiError(405, texts.wrongVerb) : new GongApiError(404, texts.notFound)
  })
}
