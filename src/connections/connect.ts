import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { isAdmin, type Viewer } from '../accounts/viewer.ts'
import { audit } from '../accounts/audit.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db, Tx } from '../db/db.ts'
import { GongError } from '../gong/errors.ts'
import type { GongSession, GongTokens } from '../gong/gong.ts'
import { fingerprint } from '../secrets.ts'
import { compareListsNow } from './compare-lists.ts'
import { connectionToBegin, oauthClient, withNextClient, type ClientDeps } from './client.ts'
import { readConnection, type Connection } from './connection.ts'
import { GONG_SCOPES } from './connection-shapes.ts'
import { liftBlock } from './blocks.ts'
import { noteCapability } from './capabilities.ts'
import { raiseIssue, resolveIssues } from './issues.ts'
import { beginState, takeState, type BegunConnect } from './oauth-state.ts'
import { gongSession } from './session.ts'
import { checkedSoThatSoonAgain, ensureSubscription, type SubscriptionDeps } from './subscription.ts'
import { sealTokens } from './stored-tokens.ts'
import type { Tokens } from './tokens.ts'

export type ConnectDeps = ClientDeps &
  SubscriptionDeps & {
    tokens: Tokens
    redirectUri: string
    /**
     * Told of a new connection before it is stored; answers what else is to be stored with it. What Gong lists already
     * is history, and everything that it lists later is new.
     */
    beforeConnecting: (session: GongSession) => Promise<(tx: Tx, connection: Connection) => Promise<void>>
  }

/** How a round trip ended: said on the Gong page in words. */
export type ConnectOutcome =
  | 'connected'
  | 'denied'
  | 'expired'
  | 'unauthorized_client'
  | 'wrong_company'
  | 'insecure_host'
  | 'gong_unavailable'
  | 'failed'

/** Where to send the browser, and the cookie that binds the way back to it (null for a program's key). */
export async function beginConnect(
  viewer: Viewer,
  deps: ConnectDeps,
): Promise<{ url: string; browserSecret: string | null }> {
  const connection = withNextClient(await connectionToBegin(viewer.workspaceId, deps))
  const browserSecret = viewer.via === 'session' ? randomBytes(24).toString('base64url') : null
  const state = await beginState(deps.db, deps.clock, {
    workspaceId: viewer.workspaceId,
    connectionId: connection.id,
    userId: viewer.userId,
    clientId: connection.clientId,
    browserHash: browserSecret === null ? null : fingerprint(browserSecret),
  })
  const url = deps.gong.oauth.authorizeUrl(oauthClient(connection, deps), {
    redirectUri: deps.redirectUri,
    state,
  })
  return { url, browserSecret }
}

/** Gong sent the browser back. Ends with the connection stored and subscribed, or with what went wrong. */
export async function finishConnect(
  answer: { state: string; code?: string | undefined; error?: string | undefined },
  caller: { browserSecret: string | null; keyViewer: Viewer | null },
  deps: ConnectDeps,
): Promise<ConnectOutcome> {
  const begun = await takeState(deps.db, deps.clock, answer.state)
  if (!begun || !isSameCaller(begun, caller)) return 'expired'
  const connection = await connectionAsBegun(begun, deps)
  if (!connection) return 'expired'
  if (answer.error !== undefined || answer.code === undefined)
    return refusedByGong(connection, answer.error, deps)
  try {
    const tokens = await deps.gong.oauth.exchangeCode(oauthClient(connection, deps), {
      code: answer.code,
      redirectUri: deps.redirectUri,
    })
    return await connected(connection, tokens, begun, deps)
  } catch (error) {
    if (!(error instanceof GongError)) throw error
    return exchangeFailed(connection, error, deps)
  }
}

/** With the client that it was begun with, to which alone the code belongs; null when that was replaced meanwhile. */
async function connectionAsBegun(begun: BegunConnect, deps: ConnectDeps): Promise<Connection | null> {
  const connection = await readConnection(begun.connectionId, deps.db)
  if (!connection) return null
  return [withNextClient(connection), connection].find((each) => each.clientId === begun.clientId) ?? null
}

/** The browser that began, by its cookie; or an admin's key of the same workspace. */
function isSameCaller(
  begun: BegunConnect,
  caller: { browserSecret: string | null; keyViewer: Viewer | null },
): boolean {
  if (caller.keyViewer) return caller.keyViewer.workspaceId === begun.workspaceId && isAdmin(caller.keyViewer)
  return (
    begun.browserHash !== null &&
    caller.browserSecret !== null &&
    fingerprint(caller.browserSecret) === begun.browserHash
  )
}

async function refusedByGong(
  connection: Connection,
  error: string | undefined,
  deps: ConnectDeps,
): Promise<ConnectOutcome> {
  if (error === 'unauthorized_client') {
    await raiseIssue(deps.db, deps.clock, connection, 'unauthorized_client')
    return 'unauthorized_client'
  }
  if (error === 'invalid_scope') {
    await raiseIssue(deps.db, deps.clock, connection, 'missing_scope', { missing: GONG_SCOPES.join(', ') })
    return 'failed'
  }
  return error === 'access_denied' ? 'denied' : 'failed'
}

async function exchangeFailed(
  connection: Connection,
  error: GongError,
  deps: ConnectDeps,
): Promise<ConnectOutcome> {
  switch (error.kind) {
    case 'unauthorized_client':
    case 'insecure_host':
      await raiseIssue(deps.db, deps.clock, connection, error.kind)
      return error.kind
    case 'unavailable':
    case 'rate_limited':
      await raiseIssue(deps.db, deps.clock, connection, 'gong_unavailable', { problem: error.message })
      return 'gong_unavailable'
    case 'invalid_grant':
      return 'expired'
    case 'scope_missing':
      await raiseIssue(deps.db, deps.clock, connection, 'missing_scope', { missing: GONG_SCOPES.join(', ') })
      return 'failed'
    default:
      await raiseIssue(deps.db, deps.clock, connection, 'gong_unavailable', { problem: error.message })
      return 'failed'
  }
}

async function connected(
  before: Connection,
  tokens: GongTokens,
  begun: BegunConnect,
  deps: ConnectDeps,
): Promise<ConnectOutcome> {
  const apiBaseUrl = tokens.apiBaseUrl ?? before.apiBaseUrl
  if (apiBaseUrl === null) {
    await raiseIssue(deps.db, deps.clock, before, 'insecure_host')
    return 'insecure_host'
  }
  const host = new URL(apiBaseUrl).host
  if (before.companyHost !== null && before.companyHost !== host) {
    await raiseIssue(deps.db, deps.clock, before, 'wrong_company', {
      offered: host,
      expected: before.companyHost,
      capability: null,
    })
    return 'wrong_company'
  }
  const isNew = before.connectedAt === null || before.disconnectedAt !== null
  const storeToo = isNew
    ? await deps.beforeConnecting(firstSession(before, tokens.accessToken, apiBaseUrl, deps))
    : null
  await deps.db.transaction().execute(async (tx) => {
    await storeConnection(before, { ...tokens, apiBaseUrl }, host, begun, tx, deps)
    await storeToo?.(tx, before)
  })
  const connection = (await readConnection(before.id, deps.db))!
  if (connection.delivery !== 'rule')
    await ensureSubscription(connection, gongSession(connection, 'live', deps), deps, { patient: false })
  return 'connected'
}

/**
 * The connection is stored whole, in one transaction: tokens, what they put right, and the work that follows. Whatever
 * a crash interrupts after it is found by the sweep, because nothing is marked as read, and the subscription only as to be
 * compared in a minute.
 */
async function storeConnection(
  connection: Connection,
  tokens: GongTokens & { apiBaseUrl: string },
  host: string,
  begun: BegunConnect,
  tx: Tx,
  deps: ConnectDeps,
): Promise<void> {
  const { clock, jobs } = deps
  const now = clock.now()
  const sealed = sealTokens(tokens, deps.secrets, now)
  // An answer that does not name its scopes grants what was asked (samples without the field exist).
  const scopes = tokens.scopes ?? [...GONG_SCOPES]
  // A client that was entered while this round trip was under way goes on waiting.
  const usedPending = sql`
    pending_client_secret_sealed = case when pending_client_id = ${connection.clientId} then null else pending_client_secret_sealed end,
    pending_app_url = case when pending_client_id = ${connection.clientId} then null else pending_app_url end,
    pending_client_id = nullif(pending_client_id, ${connection.clientId}),`
  await sql`
    update connection
    set client_id = ${connection.clientId}, client_secret_sealed = ${connection.clientSecretSealed},
        app_url = ${connection.appUrl}, ${usedPending}
        access_token_sealed = ${sealed.access}, refresh_token_sealed = ${sealed.refresh},
        previous_access_token_sealed = null, previous_refresh_token_sealed = null,
        refresh_refused_at = null, refresh_unclear_at = null, refresh_retry_at = null, refresh_failed_as = null,
        access_obtained_at = ${sealed.obtainedAt}, access_expires_at = ${sealed.expiresAt},
        token_version = token_version + 1, api_base_url = ${tokens.apiBaseUrl}, company_host = ${host},
        scopes = ${scopes}, owner_user_id = ${ownerOrElse(begun.userId)},
        connected_at = case when disconnected_at is null then coalesce(connected_at, ${now}) else ${now} end,
        disconnected_at = null, granted_at = ${now}, subscription_checked_at = ${checkedSoThatSoonAgain(now)}, users_read_at = null, list_next_at = null
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(tx)
  await putRight({ ...connection, scopes }, tx, deps)
  await audit(tx, clock, connection.workspaceId, {
    userId: begun.userId,
    action: 'gong.connected',
    target: connection.id,
    details: { company: host, scopes },
  })
  await recordChanges(tx, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
  await jobs.wake(tx, 'gong-users', connection.id, { connectionId: connection.id })
  await compareListsNow(connection, tx, jobs)
  await jobs.wake(tx, 'gong-fetch', connection.id, { connectionId: connection.id })
}

/** For the requests before the tokens are stored: this token or none. */
function firstSession(
  connection: Connection,
  accessToken: string,
  apiBaseUrl: string,
  deps: ConnectDeps,
): GongSession {
  const refused = async (): Promise<string> => {
    throw new GongError('needs_reconnect', 'Gong refused the access that it had just granted.')
  }
  return {
    ...gongSession({ ...connection, apiBaseUrl }, 'live', deps),
    token: async () => accessToken,
    renew: refused,
  }
}

/** Who connected first owns the connection, as long as they belong to the workspace. */
function ownerOrElse(userId: string) {
  return sql`coalesce(
    (select m.user_id from member m where m.workspace_id = connection.workspace_id and m.user_id = connection.owner_user_id),
    ${userId})`
}

/** What fresh access puts right: old complaints close, held calls go on. What Gong did not grant is said. */
async function putRight(connection: Connection, tx: Db, { clock, jobs }: ConnectDeps): Promise<void> {
  await resolveIssues(tx, clock, connection, [
    'unauthorized_client',
    'needs_reconnect',
    'wrong_company',
    'insecure_host',
    'missing_scope',
    'gong_unavailable',
  ])
  const missing = GONG_SCOPES.filter((scope) => !connection.scopes.includes(scope))
  if (missing.length > 0)
    await raiseIssue(tx, clock, connection, 'missing_scope', { missing: missing.join(', ') })
  await noteCapability(tx, clock, connection, 'token')
  const transcripts = connection.scopes.includes('api:calls:read:transcript')
  await liftBlock(
    tx,
    clock,
    jobs,
    connection,
    transcripts ? ['forbidden', 'needs_reconnect'] : ['needs_reconnect'],
  )
  // Calls that were refused for another reason than a block (a missing scope for details) are asked for again, too.
  await sql`
    update call set due_at = ${clock.now()}
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and state = 'expected'
      and last_problem is not null and due_at > ${clock.now()}`.execute(tx)
}
