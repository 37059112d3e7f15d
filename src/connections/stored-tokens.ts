import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { GongError } from '../gong/errors.ts'
import type { GongTokens } from '../gong/gong.ts'
import type { Secrets } from '../secrets.ts'
import { readConnection, type Connection } from './connection.ts'

const PURPOSE = { access: 'connection.access_token_sealed', refresh: 'connection.refresh_token_sealed' }

/** Columns for a fresh pair of tokens, sealed. */
export function sealTokens(tokens: GongTokens, secrets: Secrets, now: Date) {
  return {
    access: secrets.seal(tokens.accessToken, PURPOSE.access),
    refresh: secrets.seal(tokens.refreshToken, PURPOSE.refresh),
    obtainedAt: now,
    expiresAt: new Date(now.getTime() + tokens.expiresInS * 1000),
  }
}

/** Stores both tokens over the version that was read: a holder that slept never overwrites newer ones. */
export async function storeRefreshed(
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

export async function mustRead(connectionId: string, db: Db): Promise<Connection> {
  const connection = await readConnection(connectionId, db)
  if (!connection?.accessTokenSealed) throw new GongError('needs_reconnect', 'Gong is not connected.')
  return connection
}

export function accessToken(connection: Connection, secrets: Secrets): string {
  return secrets.unseal(connection.accessTokenSealed ?? '', PURPOSE.access)
}

export function isPastHalfLife({ accessObtainedAt, accessExpiresAt }: Connection, now: Date): boolean {
  if (!accessObtainedAt || !accessExpiresAt) return true
  return now.getTime() >= (accessObtainedAt.getTime() + accessExpiresAt.getTime()) / 2
}

export function isAlive({ accessExpiresAt }: Connection, now: Date): boolean {
  return accessExpiresAt !== null && now < accessExpiresAt
}

/** The refresh token of this pair, or of the pair before, which is worth a try while the new one was not seen to work. */
export function refreshToken(connection: Connection, secrets: Secrets): string {
  return secrets.unseal(connection.refreshTokenSealed ?? '', PURPOSE.refresh)
}

export function previousRefreshToken(connection: Connection, secrets: Secrets): string | null {
  const { previousRefreshTokenSealed: sealed } = connection
  return sealed === null ? null : secrets.unseal(sealed, PURPOSE.refresh)
}
