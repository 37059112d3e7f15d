import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { GongError } from '../gong/errors.ts'
import type { GongTokens, OAuthClient } from '../gong/gong.ts'
import { noteCapability } from './capabilities.ts'
import { hasClient, oauthClient } from './client.ts'
import type { Connection } from './connection.ts'
import { resolveIssues, resolveIssuesOf } from './issues.ts'
import {
  failedLately,
  otherCompany,
  refreshFailed,
  wrongCompany,
  type TokenDeps,
} from './refresh-failures.ts'
import {
  accessToken,
  isAlive,
  mustRead,
  previousRefreshToken,
  refreshToken,
  storeRefreshed,
} from './stored-tokens.ts'

/** Longer than a refresh and its one repetition with the former token (30 s each), so that no lease ends under a request. */
const LEASE_S = 90
/** While another process refreshes and our token is dead, its outcome is looked for this often. */
const LOOK_AGAIN_MS = 100

/**
 * One refresh for everybody who needs it: lease, read again, refresh, store, use. No transaction is open meanwhile.
 * `isUrgent` = Gong refused the present token, so it won't do although it should still live.
 */
export async function refreshOnce(seen: Connection, isUrgent: boolean, deps: TokenDeps): Promise<string> {
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
  await resolveIssues(db, clock, connection, ['unauthorized_client', 'insecure_host'])
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
    return await gong.oauth.refresh(client, refreshToken(connection, secrets))
  } catch (error) {
    const isUnknown = error instanceof GongError && error.kind === 'invalid_grant'
    const previous = previousRefreshToken(connection, secrets)
    if (!isUnknown || previous === null) throw error
    return gong.oauth.refresh(client, previous)
  }
}

/** Without a client nothing can be renewed until a person acts: that is a refusal like Gong's own, and no fault of ours. */
function clientOrRefusal(connection: Connection, deps: TokenDeps): OAuthClient {
  if (hasClient(connection, deps)) return oauthClient(connection, deps)
  throw new GongError('invalid_grant', 'The OAuth client that our access belongs to was removed here.')
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
