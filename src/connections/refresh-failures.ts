import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { GongError, pauseAfter } from '../gong/errors.ts'
import type { Gong, GongTokens } from '../gong/gong.ts'
import { noteCapability } from './capabilities.ts'
import { hasClient, type ClientDeps } from './client.ts'
import type { Connection } from './connection.ts'
import type { IssueCode } from './connection-shapes.ts'
import { raiseIssue } from './issues.ts'
import { isAlive } from './stored-tokens.ts'

export type TokenDeps = ClientDeps & { gong: Gong; clock: Clock }

const LOST_ANSWER = ' The answer to an earlier renewal was lost on its way, which may be the reason.'
/** A refused refresh token does not come back to life by itself, but a fault of Gong's may end. */
const AFTER_REFUSAL_MS = 60_000
const AFTER_FAILURE_MS = 60_000

/** Notes a failed refresh where people see it, and answers what to throw. */
export async function refreshFailed(
  connection: Connection,
  error: GongError,
  deps: TokenDeps,
): Promise<GongError> {
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
  const retryAt = later(now, pauseAfter(error, AFTER_FAILURE_MS))
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
export function otherCompany({ companyHost }: Connection, { apiBaseUrl }: GongTokens): string | null {
  const host = apiBaseUrl === null ? null : new URL(apiBaseUrl).host
  return host === null || companyHost === null || host === companyHost ? null : host
}

/** Such tokens are dropped: the present access is used as long as it lives, and a person decides what is right. */
export async function wrongCompany(
  connection: Connection,
  offered: string,
  deps: TokenDeps,
): Promise<GongError> {
  const error = new GongError('needs_reconnect', 'Gong renewed our access for another company.')
  const now = deps.clock.now()
  const note = { refusedAt: now, retryAt: later(now, AFTER_REFUSAL_MS) }
  const details = { offered, expected: connection.companyHost, capability: 'token' }
  await noteFailure(connection, error, note, deps, 'wrong_company', details)
  return error
}

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

/** A failed refresh is not tried again with each request while the access token lives. */
export function maySeekRefresh({ refreshRetryAt }: Connection, now: Date): boolean {
  return refreshRetryAt === null || now >= refreshRetryAt
}

/**
 * What the last refresh failed with, while it is too early for another: whoever needs a token is told so without Gong
 * being asked, or each batch of calls would ask the token endpoint in vain.
 */
export function failedLately({ refreshRetryAt, ...last }: Connection, now: Date): GongError | null {
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
