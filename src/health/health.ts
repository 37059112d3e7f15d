import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Viewer } from '../accounts/viewer.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { findConnection, isConnected, type Connection } from '../connections/connection.ts'
import type { GongConnection, Issue } from '../connections/connection-shapes.ts'
import { resolvedIssues } from '../connections/issues.ts'
import { allowanceKey } from '../connections/session.ts'
import { connectionStatus, type StatusDeps } from '../connections/status.ts'
import { CALL_ANALYZED } from '../gong/subscriptions.ts'
import type { Db } from '../db/db.ts'
import type { Allowance } from '../gong/allowance/allowance.ts'
import { productVersion } from '../version.ts'
import { readCompleteness } from './completeness.ts'
import { readDeliveries, readReceived } from './deliveries.ts'
import { readEvents } from './events.ts'
import type { Capability, Health } from './health-shapes.ts'
import { readQueues } from './queues.ts'
import { readTimings } from './timings.ts'

export interface HealthDeps extends StatusDeps {
  db: Db
  clock: Clock
  allowance: Allowance
  deployment: Pick<Config, 'database' | 'dataDir'>
}

const SHOWN_DELIVERIES = 30
const SHOWN_RESOLVED = 20

/** Everyone's state, read and not changed: what `/admin/health` shows. */
export async function readHealth(viewer: Viewer, deps: HealthDeps): Promise<Health> {
  const { db } = deps
  const { workspaceId } = viewer
  const now = deps.clock.now()
  const connection = await findConnection(workspaceId, db)
  const status = await connectionStatus(viewer, deps)
  const resolved = await resolvedIssues(workspaceId, db, SHOWN_RESOLVED)
  const received = await readReceived(workspaceId, now, db)
  return {
    now: now.toISOString(),
    ...summary(status, connection, resolved, received),
    connections: connection ? [{ ...status, tokens: tokensOf(connection) }] : [],
    subscriptions: await subscriptionsOf(connection, status, db),
    issues: status.issues,
    resolvedIssues: resolved,
    budget: await budgetOf(connection, deps),
    events: await readEvents(workspaceId, connection?.lastEventAt ?? null, now, db),
    completeness: await readCompleteness(workspaceId, connection?.compareAllAt ?? null, db),
    capabilities: await readCapabilities(workspaceId, db),
    timings: await readTimings(workspaceId, now, db),
    queues: await readQueues(workspaceId, db),
    received,
    deliveries: await readDeliveries(workspaceId, SHOWN_DELIVERIES, db),
    ...(await machine(deps)),
  }
}

function summary(
  status: GongConnection,
  connection: Connection | null,
  resolved: Issue[],
  received: Health['received'],
): Pick<Health, 'state' | 'goodSince' | 'turns'> {
  const turns = { admin: status.ownerLeft ? 1 : 0, gong: 0, fastfollow: 0 }
  for (const { turn } of status.issues) turns[turn === 'you' ? 'admin' : turn] += 1
  if (received.waiting.isLate) turns.fastfollow += 1
  const isGood = status.issues.length === 0 && !status.ownerLeft && !received.waiting.isLate
  const lastResolved = resolved[0]?.resolvedAt ?? null
  const goodSince = [connection?.connectedAt?.toISOString() ?? null, lastResolved]
    .filter((at) => at !== null)
    .sort()
    .at(-1)
  if (status.status === 'not_connected' && isGood) return { state: 'not_connected', goodSince: null, turns }
  if (isGood) return { state: 'good', goodSince: goodSince ?? null, turns }
  return { state: turns.admin > 0 ? 'attention' : 'waiting', goodSince: null, turns }
}

function tokensOf(connection: Connection): Health['connections'][number]['tokens'] {
  if (!isConnected(connection)) return null
  const { accessObtainedAt: from, accessExpiresAt: to } = connection
  const half = from && to ? new Date((from.getTime() + to.getTime()) / 2) : null
  return {
    obtainedAt: iso(from),
    expiresAt: iso(to),
    nextRefreshAt: iso(connection.refreshRetryAt ?? half),
    refusedAt: iso(connection.refreshRefusedAt),
  }
}

async function subscriptionsOf(
  connection: Connection | null,
  status: GongConnection,
  db: Db,
): Promise<Health['subscriptions']> {
  if (!connection || !isConnected(connection)) return { wanted: [], actual: [] }
  const { rows } = await sql<{ checkedAt: Date | null }>`
    select subscription_checked_at as "checkedAt" from connection
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(db)
  const wanted = status.delivery === 'rule' ? [] : [{ event: CALL_ANALYZED, url: status.webhookUrl }]
  const actual = status.subscription
    ? [{ ...status.subscription, checkedAt: iso(rows[0]?.checkedAt ?? null) }]
    : []
  return { wanted, actual }
}

async function budgetOf(connection: Connection | null, deps: HealthDeps): Promise<Health['budget']> {
  const key = connection ? allowanceKey(connection, deps.config) : 'none'
  const { pausedUntil, ...state } = await deps.allowance.state(key)
  return { ...state, pausedUntil: iso(pausedUntil) }
}

async function readCapabilities(workspaceId: string, db: Db): Promise<Capability[]> {
  const { rows } = await sql<{
    name: Capability['name']
    workedAt: Date | null
    failedAt: Date | null
    failure: string | null
  }>`
    select name, worked_at as "workedAt", failed_at as "failedAt",
           case when failed_at > coalesce(worked_at, '-infinity') then failure end as failure
    from capability where workspace_id = ${workspaceId}
    order by array_position(array['token', 'list', 'details', 'transcript', 'users', 'webhook', 'subscription'], name)`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, workedAt: iso(row.workedAt), failedAt: iso(row.failedAt) }))
}

async function machine(deps: HealthDeps): Promise<Pick<Health, 'database' | 'disk' | 'version' | 'node'>> {
  const { rows } = await sql<{ version: string; bytes: string }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as bytes`.execute(
    deps.db,
  )
  const isEmbedded = deps.deployment.database.kind === 'embedded'
  return {
    database: {
      version: rows[0]?.version ?? '',
      bytes: Number(rows[0]?.bytes ?? 0),
      kind: isEmbedded ? 'embedded' : 'server',
    },
    disk: isEmbedded ? await diskOf(deps.deployment.dataDir) : null,
    version: await productVersion(),
    node: process.versions.node,
  }
}

async function diskOf(folder: string): Promise<Health['disk']> {
  const { bsize, bavail, blocks } = await statfs(folder)
  return { freeBytes: bsize * bavail, totalBytes: bsize * blocks }
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
