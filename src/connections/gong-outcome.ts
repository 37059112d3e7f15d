import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db, Tx } from '../db/db.ts'
import type { GongError } from '../gong/errors.ts'
import type { Lane } from '../gong/gong.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { block, liftBlock } from './blocks.ts'
import { noteCapability, type Capability } from './capabilities.ts'
import type { BlockCode, Connection } from './connection.ts'
import type { GongScope } from './connection-shapes.ts'
import { raiseIssue, resolveIssues, resolveIssuesOf, resolveOddRecords, resolveReconnect } from './issues.ts'
import { forgetPreviousTokens } from './stored-tokens.ts'

/** What the outcome of a request says about the connection: one place for every part that asks Gong. */
export interface OutcomeDeps {
  db: Db
  clock: Clock
  jobs: Jobs
}

/** A 429 shorter than this is the normal course of things and not shown as an issue. */
const LONG_WAIT_MS = 30_000

const SCOPE_OF: Partial<Record<Capability, GongScope>> = {
  list: 'api:calls:read:basic',
  details: 'api:calls:read:extensive',
  transcript: 'api:calls:read:transcript',
  users: 'api:users:read',
}

/** Something worked: measured now, and whatever complained about it is closed. */
export async function gongWorked(
  deps: OutcomeDeps,
  connection: Connection,
  capability: Capability,
): Promise<void> {
  const { db, clock, jobs } = deps
  await noteCapability(db, clock, connection, capability)
  await forgetPreviousTokens(connection, db)
  await resolveIssues(
    db,
    clock,
    connection,
    capability === 'transcript' ? ['rate_limit', 'forbidden'] : ['rate_limit'],
  )
  await resolveIssuesOf(capability, db, clock, connection, [
    'gong_unavailable',
    'daily_quota',
    'missing_scope',
  ])
  if (capability === 'details' || capability === 'transcript') await resolveOddRecords(db, clock, connection)
  await resolveReconnect(db, clock, connection)
  if (connection.blockCode === null) return
  const lifted: BlockCode[] = ['needs_reconnect', 'daily_quota']
  await liftBlock(
    db,
    clock,
    jobs,
    connection,
    capability === 'transcript' ? [...lifted, 'forbidden'] : lifted,
  )
}

/**
 * Something failed: noted, and turned into the block or issue that tells people about it. The quota of a lane other
 * than `live` is spent earlier, so it holds nobody's live calls.
 */
export async function gongFailed(
  deps: OutcomeDeps,
  connection: Connection,
  capability: Capability,
  error: GongError,
  lane: Lane = 'live',
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const isOfAccess = error.kind === 'needs_reconnect' || error.kind === 'invalid_grant'
    if (await isStillConnected(connection, isOfAccess, tx))
      await noteFailure({ ...deps, db: tx }, connection, capability, error, lane)
  })
}

/**
 * Requests may be on their way when somebody disconnects: what they come back with is about nothing that is left; nor is
 * a refusal of access when it was granted anew by now (only renewed, it was refused all the same). The row is held, so
 * that disconnecting and connecting come before or after all of what is noted here.
 */
async function isStillConnected(connection: Connection, byThisGrant: boolean, tx: Tx): Promise<boolean> {
  const { rows } = await sql`
    select 1 from connection
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}
      and connected_at is not null and disconnected_at is null
      and (${!byThisGrant} or granted_at is not distinct from ${connection.grantedAt}) for no key update`.execute(
    tx,
  )
  return rows.length > 0
}

async function noteFailure(
  deps: OutcomeDeps,
  connection: Connection,
  capability: Capability,
  error: GongError,
  lane: Lane,
): Promise<void> {
  const { db, clock } = deps
  const until = new Date(clock.now().getTime() + (error.waitMs ?? 0))
  if (error.kind !== 'rate_limited') await noteCapability(db, clock, connection, capability, error.message)
  switch (error.kind) {
    case 'rate_limited':
      if ((error.waitMs ?? 0) > LONG_WAIT_MS)
        await raiseIssue(db, clock, connection, 'rate_limit', { until: until.toISOString() })
      return
    case 'daily_quota':
      if (lane === 'live') await block(db, clock, connection, 'daily_quota', until)
      // What is spent for live calls is spent for the others too: no news.
      else if (connection.blockCode === 'daily_quota') return
      return raiseIssue(db, clock, connection, 'daily_quota', {
        until: until.toISOString(),
        capability,
        lane,
      })
    case 'scope_missing':
    case 'forbidden':
      if (error.isInactiveCompany)
        return raiseIssue(db, clock, connection, 'gong_unavailable', { problem: error.message, capability })
      if (capability !== 'transcript')
        return raiseIssue(db, clock, connection, 'missing_scope', {
          missing: error.scope ?? SCOPE_OF[capability] ?? 'unknown',
          capability,
        })
      await block(db, clock, connection, 'forbidden')
      return raiseIssue(db, clock, connection, 'forbidden')
    case 'needs_reconnect':
    case 'invalid_grant':
      await block(db, clock, connection, 'needs_reconnect')
      return raiseIssue(db, clock, connection, 'needs_reconnect', { until: null })
    case 'unauthorized_client':
    case 'insecure_host':
      return raiseIssue(db, clock, connection, error.kind)
    default:
      return raiseIssue(db, clock, connection, 'gong_unavailable', { problem: error.message, capability })
  }
}
