import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import { accountRoutes } from './accounts/account-routes.ts'
import { createAuth } from './accounts/auth.ts'
import { systemClock, type Clock } from './clock.ts'
import type { Config } from './config.ts'
import { alertRoutes } from './connections/alerts/routes.ts'
import { outside, type Outside } from './connections/alerts/public-address.ts'
import type { ConnectDeps } from './connections/connect.ts'
import { noteOwnerLeft } from './connections/owner-left.ts'
import { connectionRoutes } from './connections/routes.ts'
import { createTokens } from './connections/tokens.ts'
import { announceChanges } from './db/changes.ts'
import { connect, FINDS_BY_KEY, type OpenDb } from './db/open.ts'
import { followUpRoutes } from './followups/routes.ts'
import type { Writer } from './followups/writer.ts'
import { createWriter } from './followups/writers.ts'
import { createAllowance } from './gong/allowance/allowance.ts'
import { createGong } from './gong/client.ts'
import { connectionMetrics } from './health/connection-metrics.ts'
import { healthMetrics } from './health/metrics.ts'
import { readinessChecks } from './health/readiness.ts'
import { adminHealthRoutes } from './health/routes.ts'
import { closesInTime } from './http/close-server.ts'
import type { Log } from './http/log.ts'
import { createMetrics } from './http/metrics.ts'
import { createServer } from './http/server.ts'
import { createChangeFeed } from './http/stream/feed.ts'
import { streamRoute } from './http/stream/stream-route.ts'
import { createVisibility } from './http/stream/visible.ts'
import { backfillRoutes } from './ingest/backfill/routes.ts'
import { callRoutes } from './ingest/calls/routes.ts'
import { mayReadCalls } from './ingest/calls/visibility.ts'
import { noteHistory, readHistory } from './ingest/history.ts'
import { receiveRoutes } from './ingest/receive/routes.ts'
import { takeInForgotten } from './ingest/receive/forgotten.ts'
import { sweep } from './ingest/sweep.ts'
import { coalesce } from './jobs/coalesce.ts'
import { createJobs } from './jobs/jobs.ts'
import { createMailer } from './mail/mailer.ts'
import type { Secrets } from './secrets.ts'
import { startWorkers } from './workers.ts'

export interface AppParts {
  config: Config
  database: Pick<OpenDb, 'db' | 'pool' | 'clientConfig'>
  secrets: Secrets
  log: Log
  roles: { web: boolean; worker: boolean }
  /** The Gong simulator that runs beside us; null = the real Gong. */
  simulator: { url: string; setPerson(person: { name: string; email: string }): Promise<void> } | null
  /** The built pages; undefined = none are served. */
  webDir?: string
  clock?: Clock
  writer?: Writer
  /** How long Gong may take for an answer; tests of a silent Gong shorten it. */
  gongDeadlineMs?: number
  /** How long a delivery waits for a database that stands still; tests of one shorten it. */
  storeWithinMs?: number
  /** Where outgoing webhooks may go; tests with a receiver on this machine say otherwise. */
  outside?: Outside
}

export interface App {
  metrics: Registry
  /** Listens and works. Answers the port, or null for a mere worker. */
  start(): Promise<number | null>
  /** No new work, finish what runs, within `timeoutMs`. The database stays open: who opened it closes it. */
  stop(timeoutMs?: number): Promise<void>
  /** Runs what the sweep would wake, now: for tests that move the clock. */
  sweepNow(): Promise<void>
}

const STOP_WITHIN_MS = 15_000
/** One to store batches, one to take them in, one for what follows, and one for addresses and who is refused. */
const RECEIVER_CONNECTIONS = 4
/** Follow-ups are written by a few threads, one after the other; a connection that does the same again has all at hand. */
const DRAFT_CONNECTIONS = 4
/** Many follow-ups a second are one piece of news for who watches them. */
const ANNOUNCE_PAUSE_MS = 200

/** Builds every part once and hands each what it needs. */
export async function buildApp(parts: AppParts): Promise<App> {
  const { config, secrets, log, roles, simulator } = parts
  const { db, clientConfig } = parts.database
  // Its own connections: neither a slow page nor an import may keep a delivery waiting for one.
  const receiver = connect(clientConfig, log, RECEIVER_CONNECTIONS, FINDS_BY_KEY)
  const drafts = connect(clientConfig, log, DRAFT_CONNECTIONS, FINDS_BY_KEY)
  const clock = parts.clock ?? systemClock
  const { publicUrl } = config
  const simulatorUrl = simulator?.url ?? null
  const redirectUri = `${publicUrl}/api/integrations/gong/callback`

  const stopping = new AbortController()
  let jobsStarted = false
  const metrics = createMetrics()
  healthMetrics(metrics, { db, clock })
  connectionMetrics(metrics, { db, clock, rate: config.gong.rate })
  const jobs = createJobs({ client: clientConfig, log, keepMs: config.keep.jobsMs })
  const allowance = createAllowance({ db, rate: config.gong.rate, log })
  const gong = createGong({
    config: config.gong,
    allowance,
    clock,
    log,
    stop: stopping.signal,
    ...(parts.gongDeadlineMs === undefined ? {} : { deadlineMs: parts.gongDeadlineMs }),
  })
  const tokens = createTokens({ db, secrets, config: config.gong, simulatorUrl, gong, clock })
  const auth = createAuth({ db, publicUrl, secrets, clock, log })
  const feed = createChangeFeed({ db, connection: clientConfig, log })
  const writer = parts.writer ?? createWriter(config.writer, { log })
  const announcing = coalesce(ANNOUNCE_PAUSE_MS, () => announceChanges(db), {
    log,
    failed: 'Open pages were not told that something changed; they hear of it within five seconds.',
  })

  const gongParts = {
    db,
    clock,
    jobs,
    gong,
    tokens,
    secrets,
    config: config.gong,
    publicUrl,
    redirectUri,
    simulatorUrl,
    log,
  }

  const alertParts = {
    ...gongParts,
    mailer: config.mail ? createMailer(config.mail) : null,
    outside: parts.outside ?? outside,
  }

  const historyParts = { gong, clock, reconcile: config.reconcile }
  const beforeConnecting: ConnectDeps['beforeConnecting'] = async (session) => {
    const history = await readHistory(session, historyParts)
    return (tx, connection) => noteHistory(tx, connection, history, historyParts)
  }

  const server = roles.web
    ? await createServer({
        config,
        log,
        metrics,
        authenticate: auth.authenticate,
        readiness: readinessChecks({
          pool: parts.database.pool,
          deployment: config,
          areJobsStarted: () => jobsStarted,
        }),
        ...(parts.webDir ? { webDir: parts.webDir } : {}),
        routes: [
          accountRoutes({
            noteLeft: noteOwnerLeft,
            auth,
            db,
            clock,
            secrets,
            config,
            onSetUp: (_workspace, user) => simulator?.setPerson(user),
          }),
          connectionRoutes({ ...gongParts, beforeConnecting }),
          receiveRoutes({ ...gongParts, db: receiver.db, storeWithinMs: parts.storeWithinMs }),
          callRoutes(gongParts),
          backfillRoutes({ ...gongParts, allowance, writerName: writer.name }),
          followUpRoutes(gongParts),
          alertRoutes(alertParts),
          adminHealthRoutes({ ...gongParts, allowance, deployment: config }),
          streamRoute({
            db,
            feed,
            authenticate: auth.authenticate,
            visible: createVisibility(db, (viewer, callIds) => mayReadCalls(viewer, callIds, db)),
          }),
        ],
      })
    : null

  let workers: { stop(): Promise<void> } | undefined
  const ending = server && closesInTime(server)
  return {
    metrics,
    async sweepNow() {
      await takeInForgotten({ db, clock, jobs, log })
      await sweep({ db, clock, jobs })
    },
    async start() {
      await jobs.start()
      jobsStarted = true
      if (roles.worker)
        workers = await startWorkers({
          ...alertParts,
          writer,
          draftsDb: drafts.db,
          reconcile: config.reconcile,
          keep: config.keep,
          announce: announcing.ask,
          stopping: stopping.signal,
        })
      if (!server) return null
      await feed.start()
      await server.listen({ host: config.host, port: config.port })
      return portOf(server.server.address())
    },
    async stop(timeoutMs = STOP_WITHIN_MS) {
      // One deadline for both: requests that run may use half of it, and work in hand what is left.
      const end = performance.now() + timeoutMs
      jobsStarted = false
      await feed.stop()
      await ending?.close(timeoutMs / 2)
      stopping.abort()
      await workers?.stop()
      await jobs.stop(Math.max(1000, end - performance.now()))
      await announcing.done()
      await writer.close()
      await receiver.db.destroy()
      await drafts.db.destroy()
    },
  }
}

function portOf(address: AddressInfo | string | null): number | null {
  return typeof address === 'object' && address !== null ? address.port : null
}
