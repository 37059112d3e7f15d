import { randomBytes } from 'node:crypto'
import cookies from '@fastify/cookie'
import fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Registry } from 'prom-client'
import type { Authenticate } from '../accounts/auth.ts'
import { boundBodies } from './body-budget.ts'
import { answerTo } from './errors.ts'
import { shareFairly } from './fair-share.ts'
import { healthRoutes, type ReadyCheck } from './health-routes.ts'
import { identifyViewers } from './identify.ts'
import type { Log } from './log.ts'
import { measureRequests, metricsRoute, routeOf } from './metrics.ts'
import { describeApi, openApiRoute } from './openapi.ts'
import { type SendPage, servePages } from './pages.ts'
import { limitRates, uncounted } from './rate-limits.ts'
import { secureHeaders } from './security-headers.ts'
import type { Server } from './server-type.ts'

export type { Server } from './server-type.ts'

export interface ServerParts {
  config: { publicUrl: string; trustProxy: boolean | number | string }
  log: Log
  metrics: Registry
  authenticate: Authenticate
  /** What must answer before this process says that it can serve. */
  readiness: readonly ReadyCheck[]
  /** The built pages; undefined = none are served (development, tests). */
  webDir?: string
  /** The features' routes. */
  routes: readonly ((server: Server) => void)[]
}

/** A body larger than this is refused unless its route says otherwise (`bodyLimit`). A long follow-up is 100 kB. */
const BODY_LIMIT_BYTES = 1024 * 1024

/** Each costs some 20 kB, and a flood of them must not cost all. Of them 5,000 may be live streams. */
const MOST_CONNECTIONS = 10_000

/** The whole HTTP server, with every route, not yet listening: `await server.listen({ host, port })`. */
export async function createServer(parts: ServerParts): Promise<Server> {
  const { config, log, metrics } = parts
  const server = bareServer(parts)
  acceptJsonOnly(server)
  await secureHeaders(server, config.publicUrl)
  await server.register(cookies)
  measureRequests(server, metrics)
  logRequests(server)
  boundBodies(server)
  identifyViewers(server, { authenticate: parts.authenticate, publicUrl: config.publicUrl })
  await limitRates(server)
  shareFairly(server)
  await describeApi(server, config.publicUrl)
  const sendPage = parts.webDir === undefined ? null : await servePages(server, parts.webDir)
  // Before the routes: a route keeps the error handler that was there when it was registered.
  answerErrors(server, sendPage)
  healthRoutes(parts.readiness)(server)
  metricsRoute(metrics)(server)
  openApiRoute(server)
  for (const register of parts.routes) register(server)
  await server.ready()
  log.debug('Routes are ready')
  return server
}

function bareServer({ config, log }: ServerParts): Server {
  const server = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // We write our own line: fastify's holds the address.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: whomToTrust(config.trustProxy),
    genReqId: createRequestIds(),
    bodyLimit: BODY_LIMIT_BYTES,
    // A client that sends slowly, or nothing, is let go. Streams write every 20 s and so outlive the first.
    connectionTimeout: 120_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 15_000, maxHeaderSize: 16 * 1024 },
    routerOptions: { maxParamLength: 300 },
    // An address that can't be decoded never reaches a route.
    frameworkErrors: (error, _request, reply) => {
      const { status, body } = answerTo(error)
      reply.raw.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...uncounted() })
      reply.raw.end(JSON.stringify(body))
    },
  }).withTypeProvider<ZodTypeProvider>()
  server.server.maxConnections = MOST_CONNECTIONS
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  return server
}

/** A number = that many proxies in front of us. */
function whomToTrust(trustProxy: boolean | number | string) {
  return typeof trustProxy === 'number' ? (_address: string, hop: number) => hop < trustProxy : trustProxy
}

/** Short, unique over processes and restarts, and cheaper than a random id for each request. */
function createRequestIds(): () => string {
  const process = randomBytes(6).toString('base64url')
  let count = 0
  return () => `${process}-${(count++).toString(36)}`
}

/** JSON is the only body; a route that takes another kind adds its own parser. No body at all is no error. */
function acceptJsonOnly(server: Server): void {
  server.removeContentTypeParser('text/plain')
  server.addHook('onRequest', async ({ headers }) => {
    const isEmpty = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0
    if (isEmpty) delete headers['content-type']
  })
}

/** One line a request, by route pattern: addresses hold webhook keys, tokens and OAuth codes. */
function logRequests(server: Server): void {
  server.addHook('onResponse', async (request, reply) => {
    const fields = {
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    }
    request.log[reply.statusCode >= 500 ? 'error' : 'debug'](fields, 'answered')
  })
}

function answerErrors(server: Server, sendPage: SendPage | null): void {
  server.setErrorHandler((error, request, reply) => {
    const { status, body, retryAfterS } = answerTo(error)
    if (status >= 500) request.log.error({ err: error, route: routeOf(request) }, 'a request failed')
    if (retryAfterS !== undefined && !reply.hasHeader('retry-after')) reply.header('retry-after', retryAfterS)
    return reply.code(status).type('application/json; charset=utf-8').send(body)
  })
  server.setNotFoundHandler({ preHandler: server.rateLimit() }, (request, reply) => {
    if (sendPage !== null && isPageRequest(request)) return sendPage(reply.code(404))
    return reply.code(404).send({ error: 'not_found', message: 'There is nothing at this address.' })
  })
}

function isPageRequest(request: FastifyRequest): boolean {
  const wantsHtml = request.headers.accept?.includes('text/html') === true
  return request.method === 'GET' && wantsHtml && !request.url.startsWith('/api/')
}
