import { sql } from 'kysely'
import { isAdmin, type Viewer } from '../accounts/viewer.ts'
import type { Db } from '../db/db.ts'
import type { Secrets } from '../secrets.ts'
import type { ClientDeps } from './client.ts'
import { SIMULATOR_CLIENT } from './client.ts'
import { findConnection, isConnected, type Connection } from './connection.ts'
import { GONG_SCOPES, type GongConnection, type GongScope } from './connection-shapes.ts'
import { openIssues } from './issues.ts'
import { presentKey, webhookUrl } from './webhook-keys.ts'

const WHY: Record<GongScope, string> = {
  'api:calls:read:basic': 'Read the list of calls, to notice every call even when an event is lost.',
  'api:calls:read:extensive': 'Read who was on a call, to know the customer and to leave private calls alone.',
  'api:calls:read:transcript': 'Read what was said: the follow-up is written from it.',
  'api:users:read': 'Read your team, so that everybody sees their own calls.',
}

export interface StatusDeps extends ClientDeps {
  secrets: Secrets
  publicUrl: string
  redirectUri: string
}

/** The connection as it is, for `GET /api/integrations/gong` and its page. */
export async function connectionStatus(viewer: Viewer, deps: StatusDeps): Promise<GongConnection> {
  const connection = await findConnection(viewer.workspaceId, deps.db)
  const issues = await openIssues(viewer.workspaceId, deps.db)
  const scopes = connection?.scopes ?? []
  return {
    status: statusOf(connection, issues.length > 0),
    gong: connection?.gong ?? (deps.config.client ? 'real' : deps.simulatorUrl ? 'simulator' : null),
    client: clientOf(connection, deps),
    redirectUri: deps.redirectUri,
    simulatorUrl: deps.simulatorUrl,
    owner: connection ? await ownerOf(connection, deps.db) : null,
    connectedAt: iso(connection && isConnected(connection) ? connection.connectedAt : null),
    company: connection?.companyHost ?? null,
    connectedUser: connection ? await connectedUser(connection, deps.db) : null,
    scopes: GONG_SCOPES.map((scope) => ({ scope, granted: scopes.includes(scope), why: WHY[scope] })),
    delivery: connection?.delivery ?? 'poll',
    webhookUrl: connection && isAdmin(viewer) ? await addressOf(connection, deps) : null,
    subscription: connection?.subscriptionState
      ? { id: connection.subscriptionId, state: connection.subscriptionState, since: iso(connection.subscriptionSince) }
      : null,
    lastEventAt: iso(connection?.lastEventAt ?? null),
    listReadAt: iso(connection?.listReadAt ?? null),
    listNextAt: iso(connection?.listNextAt ?? null),
    issues,
    canManage: isAdmin(viewer),
  }
}

function statusOf(connection: Connection | null, hasIssues: boolean): GongConnection['status'] {
  if (!connection || !isConnected(connection)) return 'not_connected'
  if (connection.blockCode === 'needs_reconnect') return 'needs_reconnect'
  return connection.blockCode !== null || hasIssues ? 'degraded' : 'connected'
}

function clientOf(connection: Connection | null, deps: ClientDeps): GongConnection['client'] {
  if (connection?.clientId) return { clientId: connection.clientId, from: 'workspace' }
  if (deps.config.client) return { clientId: deps.config.client.id, from: 'deployment' }
  return deps.simulatorUrl ? { clientId: SIMULATOR_CLIENT.id, from: 'deployment' } : null
}

async function ownerOf(connection: Connection, db: Db): Promise<GongConnection['owner']> {
  if (!connection.ownerUserId) return null
  const { rows } = await sql<{ userId: string; name: string; email: string }>`
    select u.id as "userId", u.name, u.email from "user" u join member m on m.user_id = u.id
    where m.workspace_id = ${connection.workspaceId} and u.id = ${connection.ownerUserId}`.execute(db)
  return rows[0] ?? null
}

async function connectedUser(connection: Connection, db: Db): Promise<GongConnection['connectedUser']> {
  if (!connection.gongUserId) return null
  const { rows } = await sql<{ gongUserId: string; name: string; email: string }>`
    select gong_user_id as "gongUserId", coalesce(name, email, gong_user_id) as name, coalesce(email, '') as email
    from gong_user
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id}
      and gong_user_id = ${connection.gongUserId}`.execute(db)
  return rows[0] ?? null
}

/** The address holds the webhook key, so only admins are told. */
async function addressOf(connection: Connection, deps: StatusDeps): Promise<string | null> {
  const modes = connection.delivery === 'rule' ? (['rule_jwt', 'rule_secret'] as const) : (['subscription'] as const)
  for (const mode of modes) {
    const key = await presentKey(connection, mode, deps.db, deps.secrets)
    if (key) return webhookUrl(deps.publicUrl, key)
  }
  return null
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
