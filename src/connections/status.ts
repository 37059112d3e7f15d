import { sql } from 'kysely'
import { isAdmin, type Viewer } from '../accounts/viewer.ts'
import type { Db } from '../db/db.ts'
import type { Secrets } from '../secrets.ts'
import type { ClientDeps } from './client.ts'
import { SIMULATOR_CLIENT, withNextClient } from './client.ts'
import { findConnection, isConnected, type Connection } from './connection.ts'
import { GONG_SCOPES, type GongConnection, type GongScope, type IssueCode } from './connection-shapes.ts'
import { countWaiting, openIssues } from './issues.ts'
import { presentKey, verifiedAt, webhookUrl, type WebhookKey } from './webhook-keys.ts'

const WHY: Record<GongScope, string> = {
  'api:calls:read:basic': 'Read the list of calls, to notice every call even when an event is lost.',
  'api:calls:read:extensive':
    'Read who was on a call, to know the customer and to leave private calls alone.',
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
  const waiting = await countWaiting(viewer.workspaceId, deps.db)
  const issues = await openIssues(viewer.workspaceId, deps.db, { waiting, withDetails: isAdmin(viewer) })
  const owner = connection ? await ownerOf(connection, deps.db) : null
  const scopes = connection?.scopes ?? []
  return {
    status: statusOf(connection, issues),
    gong: connection?.gong ?? (deps.config.client ? 'real' : deps.simulatorUrl ? 'simulator' : null),
    client: clientOf(connection, deps),
    redirectUri: deps.redirectUri,
    simulatorUrl: deps.simulatorUrl,
    owner,
    ownerLeft: connection !== null && isConnected(connection) && owner === null,
    connectedAt: iso(connection && isConnected(connection) ? connection.connectedAt : null),
    company: connection?.companyHost ?? null,
    connectedUser: connection ? await connectedUser(connection, deps.db) : null,
    scopes: GONG_SCOPES.map((scope) => ({ scope, granted: scopes.includes(scope), why: WHY[scope] })),
    delivery: connection?.delivery ?? 'poll',
    webhookUrl: connection && isAdmin(viewer) ? await addressOf(connection, deps) : null,
    subscription: connection?.subscriptionState
      ? {
          id: connection.subscriptionId,
          state: connection.subscriptionState,
          since: iso(connection.subscriptionSince),
        }
      : null,
    rule: connection && isAdmin(viewer) ? await ruleOf(connection, deps) : null,
    waitingCalls: waiting,
    lastEventAt: iso(connection?.lastEventAt ?? null),
    listReadAt: iso(connection?.listReadAt ?? null),
    listNextAt: iso(connection?.listNextAt ?? null),
    issues,
    canManage: isAdmin(viewer),
  }
}

export function statusOf(
  connection: Connection | null,
  issues: { code: IssueCode }[],
): GongConnection['status'] {
  if (!connection || !isConnected(connection)) return 'not_connected'
  if (connection.blockCode === 'needs_reconnect' || issues.some((issue) => issue.code === 'needs_reconnect'))
    return 'needs_reconnect'
  return connection.blockCode !== null || issues.length > 0 ? 'degraded' : 'connected'
}

function clientOf(connection: Connection | null, deps: ClientDeps): GongConnection['client'] {
  const clientId = connection && withNextClient(connection).clientId
  if (clientId) return { clientId, from: 'workspace', waits: clientId === connection.pendingClientId }
  const given = deps.config.client?.id ?? (deps.simulatorUrl ? SIMULATOR_CLIENT.id : null)
  return given === null ? null : { clientId: given, from: 'deployment', waits: false }
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
  const key = await presentAddress(connection, deps)
  return key && webhookUrl(deps.publicUrl, key)
}

/** The address that Gong is to deliver to as things are now; null before the first was made. */
export async function presentAddress(
  connection: Connection,
  deps: { db: Db; secrets: Secrets },
): Promise<WebhookKey | null> {
  if (connection.delivery !== 'rule') return presentKey(connection, 'subscription', deps.db, deps.secrets)
  return ruleKey(connection, deps)
}

/** Of a rule's two kinds of address, the one that was set up last. */
async function ruleKey(
  connection: Connection,
  deps: { db: Db; secrets: Secrets },
): Promise<WebhookKey | null> {
  const jwt = await presentKey(connection, 'rule_jwt', deps.db, deps.secrets)
  const secret = await presentKey(connection, 'rule_secret', deps.db, deps.secrets)
  return secret?.secret ? secret : (jwt ?? secret)
}

/** How far the automation rule is set up: address made, key entered, verified by a delivery. */
async function ruleOf(connection: Connection, deps: StatusDeps): Promise<GongConnection['rule']> {
  const key = await ruleKey(connection, deps)
  if (!key) return null
  const at = await verifiedAt(key, deps.db)
  return {
    webhookUrl: webhookUrl(deps.publicUrl, key),
    authentication: key.mode === 'rule_jwt' ? 'jwt' : 'address',
    state: key.secret === null ? 'needs_key' : at === null ? 'waiting_for_test' : 'verified',
    verifiedAt: iso(at),
    filter: connection.ruleFilter,
  }
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
