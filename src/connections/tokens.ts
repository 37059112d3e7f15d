import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { GongError } from '../gong/errors.ts'
import type { Gong, GongTokens, OAuthClient } from '../gong/gong.ts'
import type { Secrets } from '../secrets.ts'
import { noteCapability } from './capabilities.ts'
import { hasClient, oauthClient, type ClientDeps } from './client.ts'
import { readConnection, type Connection } from './connection.ts'
import type { IssueCode } from './connection-shapes.ts'
import { raiseIssue, resolveIssues, resolveIssuesOf } from './issues.ts'

/** A connection's tokens: read, refreshed one at a time across all processes, stored before they are used. */
export interface Tokens {
  /** An access token that lives. Refreshes first when it is past its half-life. */
  current(connectionId: string): Promise<string>
  /** After Gong refused `usedToken`: the token that somebody else got meanwhile, or a fresh one. */
  renew(connectionId: string, usedToken: string): Promise<string>
}

/** Longer than a refresh and its one repetition with the former token (30 s each), so that no lease ends under a request. */
const LEASE_S = 90
/** While another process refreshes and our token is dead, its outcome is looked for this often. */
const LOOK_AGAIN_MS = 100
const PURPOSE = { access: 'connection.access_token_sealed', refresh: 'connection.refresh_token_sealed' }

export type TokenDeps = ClientDeps & { gong: Gong; clock: Clock }

export function createTokens(deps: TokenDeps): Tokens {
  const { db, clock } = deps
  /** Needs of this process that arrive while it refreshes share the outcome. */
  const refreshing = new Map<string, Promise<string>>()

  function refreshTogether(connection: Connection, isUrgent: boolean): Promise<string> {
    const key = `${connection.id} ${isUrgent}`
    const running = refreshing.get(key)
    if (running) return running
    const run = refreshOnce(connection, isUrgent, deps).finally(() => refreshing.delete(key))
    refreshing.set(key, run)
    return run
  }

  return {
    async current(connectionId) {
      const connection = await mustRead(connectionId, db)
      const now = clock.now()
      if (!isPastHalfLife(connection, now)) return accessToken(connection, deps.secrets)
      if (isAlive(connection, now) && !maySeekRefresh(connection, now))
        return accessToken(connection, deps.secrets)
      try {
        return await refreshTogether(connection, false)
      } catch (error) {
        // Whatever the refresh said: a token that still lives is still good, and calls go on.
        if (isAlive(connection, clock.now())) return accessToken(connection, deps.secrets)
        throw error
      }
    },
    async renew(connectionId, usedToken) {
      const connection = await mustRead(connectionId, db)
      const stored = accessToken(connection, deps.secrets)
      return stored === usedToken ? refreshTogether(connection, true) : stored
    },
  }
}

/** Columns for a fresh pair of tokens, sealed. */
export function sealTokens(tokens: GongTokens, secrets: Secrets, now: Date) {
  return {
    access: secrets.seal(tokens.accessToken, PURPOSE.access),
    refresh: secrets.seal(tokens.refreshToken, PURPOSE.refresh),
    obtainedAt: now,
    expiresAt: new Date(now.getTime() + tokens.expiresInS * 1000),
  }
}

/**
 * One refresh for everybody who needs it: lease, read again, refresh, store, use. No transaction is open meanwhile.
 * `isUrgent` = Gong refused the present token, so it won't do although it should still live.
 */
async function refreshOnce(seen: Connection, isUrgent: boolean, deps: TokenDeps): Promise<string> {
  const holder = newId()
  while (!(await takeLease(seen.id, holder, deps.db))) {
    // Somebody else is at it. At half-life there is no need to wait for them.
    if (!isUrgent && isAlive(seen, deps.clock.now())) return accessToken(seen, deps.secrets)
    await sleep(LOOK_AGAIN_MS)
    const now = await mustRead(seen.id, deps.db)
    if (now.tokenVersion !== seen.tokenVersion) return accessToken(now, deps.secrets)
  }
  try {
    const connection = await mustRead(seen.id, deps.db)
    if (connection.tokenVersion !== seen.tokenVersion) return accessToken(connection, deps.secrets)
    return await refresh(connection, deps)
  } finally {
    await giveLeaseBack(seen.id, holder, deps.db)
  }
}

async function refresh(connection: Connection, deps: TokenDeps): Promise<string> {
  const { db, clock, secrets } = deps
  const known = failedLately(connection, clock.now())
  if (known) throw known
  let tokens: GongTokens
  try {
    tokens = await askForTokens(connection, deps)
  } catch (error) {
    if (!(error instanceof GongError)) throw error
    throw await refreshFailed(connection, error, deps)
  }
  const other = otherCompany(connection, tokens)
  if (other !== null) throw await wrongCompany(connection, other, deps)
  const isStored = await storeRefreshed(connection, tokens, deps)
  await noteCapability(db, clock, connection, 'token')
  await resolveIssues(db, clock, connection, ['needs_reconnect', 'unauthorized_client', 'insecure_host'])
  await resolveIssuesOf('token', db, clock, connection, ['gong_unavailable', 'wrong_company'])
  return isStored ? tokens.accessToken : accessToken(await mustRead(connection.id, db), secrets)
}

/**
 * Refreshes with the present pair. Should Gong not know its refresh token although the pair was never seen to work,
 * Gong may have lost what it answered: then the pair before is worth one try.
 */
async function askForTokens(connection: Connection, deps: TokenDeps): Promise<GongTokens> {
  const { gong, secrets } = deps
  const client = clientOrRefusal(connection, deps)
  try {
    return await gong.oauth.refresh(
      client,
      secrets.unseal(connection.refreshTokenSealed ?? '', PURPOSE.refresh),
    )
  } catch (error) {
    const isUnknown = error instanceof GongError && error.kind === 'invalid_grant'
    if (!isUnknown || connection.previousRefreshTokenSealed === null) throw error
    return gong.oauth.refresh(client, secrets.unseal(connection.previousRefreshTokenSealed, PURPOSE.refresh))
  }
}

/** Without a client nothing can be renewed until a person acts: that is a refusal like Gong's own, and no fault of ours. */
function clientOrRefusal(connection: Connection, deps: TokenDeps): OAuthClient {
  if (hasClient(connection, deps)) return oauthClient(connection, deps)
  throw new GongError('invalid_grant', 'The OAuth client that our access belongs to was removed here.')
}

/** Notes a failed refresh where people see it, and answers what to throw. */
async function refreshFailed(connection: Connection, error: GongError, deps: TokenDeps): Promise<GongError> {
  const now = deps.clock.now()
  if (error.kind === 'invalid_grant') {
    const note = { refusedAt: now, retryAt: later(now, AFTER_REFUSAL_MS) }
    await noteFailure(connection, error, note, deps, 'needs_reconnect', {
      until: isAlive(connection, now) ? connection.accessExpiresAt?.toISOString() : null,
      lostAnswer: connection.refreshUnclearAt === null ? null : LOST_ANSWER,
      clientRemoved: !hasClient(connection, deps),
    })
    return refused(error)
  }
  const retryAt = later(now, Math.max(AFTER_FAILURE_MS, error.waitMs ?? 0))
  const note = { unclearAt: error.kind === 'unavailable' ? now : null, retryAt }
  if (error.kind === 'unauthorized_client' || error.kind === 'insecure_host')
    await noteFailure(connection, error, note, deps, error.kind)
  else
    await noteFailure(connection, error, note, deps, 'gong_unavailable', {
      problem: error.message,
      capability: 'token',
    })
  return error
}

/** The host of another company, should the renewed access be for one; its tokens must not meet this company's calls. */
function otherCompany({ companyHost }: Connection, { apiBaseUrl }: GongTokens): string | null {
  const host = apiBaseUrl === null ? null : new URL(apiBaseUrl).host
  return host === null || companyHost === null || host === companyHost ? null : host
}

/** Such tokens are dropped: the present access is used as long as it lives, and a person decides what is right. */
async function wrongCompany(connection: Connection, offered: string, deps: TokenDeps): Promise<GongError> {
  const error = new GongError('needs_reconnect', 'Gong renewed our access for another company.')
  const now = deps.clock.now()
  const note = { refusedAt: now, retryAt: later(now, AFTER_REFUSAL_MS) }
  const details = { offered, expected: connection.companyHost, capability: 'token' }
  await noteFailure(connection, error, note, deps, 'wrong_company', details)
  return error
}

const LOST_ANSWER = ' The answer to an earlier renewal was lost on its way, which may be the reason.'
/** A refused refresh token does not come back to life by itself, but a fault of Gong's may end. */
const AFTER_REFUSAL_MS = 60_000
const AFTER_FAILURE_MS = 60_000

function refused(cause?: unknown): GongError {
  return new GongError('needs_reconnect', 'Gong refused to renew our access.', { cause })
}

/**
 * All at once or not at all: where the tokens are others by now, or gone with a disconnect, the failure says nothing
 * about the connection as it is.
 */
async function noteFailure(
  connection: Connection,
  error: GongError,
  note: { refusedAt?: Date; unclearAt?: Date | null; retryAt: Date },
  { db, clock }: { db: Db; clock: Clock },
  issue: IssueCode,
  details: Record<string, unknown> = {},
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const noted = await sql`
      update connection
      set refresh_refused_at = coalesce(refresh_refused_at, ${note.refusedAt ?? null}),
          refresh_unclear_at = coalesce(refresh_unclear_at, ${note.unclearAt ?? null}),
          refresh_retry_at = ${note.retryAt}, refresh_failed_as = ${error.kind}
      where id = ${connection.id} and token_version = ${connection.tokenVersion}`.execute(tx)
    if (noted.numAffectedRows === 0n) return
    await noteCapability(tx, clock, connection, 'token', error.message)
    await raiseIssue(tx, clock, connection, issue, details)
  })
}

/** Stores both tokens over the version that was read: a holder that slept never overwrites newer ones. */
async function storeRefreshed(
  connection: Connection,
  tokens: GongTokens,
  deps: { db: Db; clock: Clock; secrets: Secrets },
): Promise<boolean> {
  const sealed = sealTokens(tokens, deps.secrets, deps.clock.now())
  const result = await sql`
    update connection
    set previous_access_token_sealed = access_token_sealed, previous_refresh_token_sealed = refresh_token_sealed,
        access_token_sealed = ${sealed.access}, refresh_token_sealed = ${sealed.refresh},
        access_obtained_at = ${sealed.obtainedAt}, access_expires_at = ${sealed.expiresAt},
        api_base_url = coalesce(${tokens.apiBaseUrl}, api_base_url),
        refresh_refused_at = null, refresh_unclear_at = null, refresh_retry_at = null, refresh_failed_as = null,
        token_version = token_version + 1
    where id = ${connection.id} and token_version = ${connection.tokenVersion}`.execute(deps.db)
  return result.numAffectedRows === 1n
}

/**
 * The pair before the last refresh is forgotten once the new one was seen to work: by a request that began when the
 * present pair was stored already (one that left with the former token proves nothing).
 */
export async function forgetPreviousTokens(connection: Connection, db: Db): Promise<void> {
  await sql`
    update connection set previous_access_token_sealed = null, previous_refresh_token_sealed = null
    where id = ${connection.id} and token_version = ${connection.tokenVersion}
      and previous_access_token_sealed is not null`.execute(db)
}

async function takeLease(connectionId: string, holder: string, db: Db): Promise<boolean> {
  const result = await sql`
    update connection
    set refresh_lease_holder = ${holder}, refresh_lease_until = clock_timestamp() + make_interval(secs => ${LEASE_S})
    where id = ${connectionId} and (refresh_lease_until is null or refresh_lease_until < clock_timestamp())`.execute(
    db,
  )
  return result.numAffectedRows === 1n
}

async function giveLeaseBack(connectionId: string, holder: string, db: Db): Promise<void> {
  await sql`
    update connection set refresh_lease_holder = null, refresh_lease_until = null
    where id = ${connectionId} and refresh_lease_holder = ${holder}`.execute(db)
}

async function mustRead(connectionId: string, db: Db): Promise<Connection> {
  const connection = await readConnection(connectionId, db)
  if (!connection?.accessTokenSealed) throw new GongError('needs_reconnect', 'Gong is not connected.')
  return connection
}

function accessToken(connection: Connection, secrets: Secrets): string {
  return secrets.unseal(connection.accessTokenSealed ?? '', PURPOSE.access)
}

function isPastHalfLife({ accessObtainedAt, accessExpiresAt }: Connection, now: Date): boolean {
  if (!accessObtainedAt || !accessExpiresAt) return true
  return now.getTime() >= (accessObtainedAt.getTime() + accessExpiresAt.getTime()) / 2
}

function isAlive({ accessExpiresAt }: Connection, now: Date): boolean {
  return accessExpiresAt !== null && now < accessExpiresAt
}

/** A failed refresh is not tried again with each request while the access token lives. */
function maySeekRefresh({ refreshRetryAt }: Connection, now: Date): boolean {
  return refreshRetryAt === null || now >= refreshRetryAt
}

/**
 * What the last refresh failed with, while it is too early for another: whoever needs a token is told so without Gong
 * being asked, or each batch of calls would ask the token endpoint in vain.
 */
function failedLately({ refreshRetryAt, ...last }: Connection, now: Date): GongError | null {
  if (refreshRetryAt === null || now >= refreshRetryAt) return null
  if (last.refreshRefusedAt !== null) return refused()
  if (last.refreshFailedAs === null) return null
  return new GongError(last.refreshFailedAs, 'Our access could not be renewed a moment ago.', {
    waitMs: refreshRetryAt.getTime() - now.getTime(),
  })
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms)
}
