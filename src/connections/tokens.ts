import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { GongError } from '../gong/errors.ts'
import type { Gong, GongTokens } from '../gong/gong.ts'
import type { Secrets } from '../secrets.ts'
import { noteCapability } from './capabilities.ts'
import { oauthClient, type ClientDeps } from './client.ts'
import { readConnection, type Connection } from './connection.ts'

/** A connection's tokens: read, refreshed one at a time across all processes, stored before they are used. */
export interface Tokens {
  /** An access token that lives. Refreshes first when it is past its half-life. */
  current(connectionId: string): Promise<string>
  /** After Gong refused `usedToken`: the token that somebody else got meanwhile, or a fresh one. */
  renew(connectionId: string, usedToken: string): Promise<string>
}

/** Longer than the HTTP deadline of a refresh (30 s), so that a lease never ends under a request in flight. */
const LEASE_S = 60
const PURPOSE = { access: 'connection.access_token_sealed', refresh: 'connection.refresh_token_sealed' }

export function createTokens(deps: ClientDeps & { gong: Gong; clock: Clock }): Tokens {
  const { db, clock } = deps
  return {
    async current(connectionId) {
      const connection = await mustRead(connectionId, db)
      if (!isPastHalfLife(connection, clock.now())) return accessToken(connection, deps.secrets)
      try {
        return await refreshOnce(connection, deps)
      } catch (error) {
        // Whatever the refresh said: a token that still lives is still good, and calls go on.
        if (isAlive(connection, clock.now())) return accessToken(connection, deps.secrets)
        throw error
      }
    },
    async renew(connectionId, usedToken) {
      const connection = await mustRead(connectionId, db)
      const stored = accessToken(connection, deps.secrets)
      return stored === usedToken ? refreshOnce(connection, deps) : stored
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

/** One refresh for everybody who needs it: lease, read again, refresh, store, use. No transaction is open meanwhile. */
async function refreshOnce(seen: Connection, deps: Parameters<typeof createTokens>[0]): Promise<string> {
  const holder = newId()
  for (;;) {
    if (await takeLease(seen.id, holder, deps.db)) break
    await sleep(100)
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

async function refresh(connection: Connection, deps: Parameters<typeof createTokens>[0]): Promise<string> {
  const { db, clock, gong, secrets } = deps
  try {
    const refreshToken = secrets.unseal(connection.refreshTokenSealed ?? '', PURPOSE.refresh)
    const tokens = await gong.oauth.refresh(oauthClient(connection, deps), refreshToken)
    const stored = await storeRefreshed(connection, tokens, deps)
    await noteCapability(db, clock, connection, 'token')
    return stored ? tokens.accessToken : accessToken(await mustRead(connection.id, db), secrets)
  } catch (error) {
    await noteCapability(db, clock, connection, 'token', error instanceof Error ? error.message : 'refresh failed')
    if (error instanceof GongError && error.kind === 'invalid_grant')
      throw new GongError('needs_reconnect', 'Gong refused to renew our access.', { cause: error })
    throw error
  }
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
        token_version = token_version + 1
    where id = ${connection.id} and token_version = ${connection.tokenVersion}`.execute(deps.db)
  return result.numAffectedRows === 1n
}

/** The pair before the last refresh is forgotten once the new one was seen to work. */
export async function forgetPreviousTokens(connectionId: string, db: Db): Promise<void> {
  await sql`
    update connection set previous_access_token_sealed = null, previous_refresh_token_sealed = null
    where id = ${connectionId} and previous_access_token_sealed is not null`.execute(db)
}

async function takeLease(connectionId: string, holder: string, db: Db): Promise<boolean> {
  const result = await sql`
    update connection
    set refresh_lease_holder = ${holder}, refresh_lease_until = clock_timestamp() + make_interval(secs => ${LEASE_S})
    where id = ${connectionId} and (refresh_lease_until is null or refresh_lease_until < clock_timestamp())`.execute(db)
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
