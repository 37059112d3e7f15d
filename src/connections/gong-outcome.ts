import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { GongError } from '../gong/errors.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { block, liftBlock } from './blocks.ts'
import { noteCapability, type Capability } from './capabilities.ts'
import type { Connection } from './connection.ts'
import type { GongScope, IssueCode } from './connection-shapes.ts'
import { raiseIssue, resolveIssues } from './issues.ts'
import { forgetPreviousTokens } from './tokens.ts'

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
export async function gongWorked(deps: OutcomeDeps, connection: Connection, capability: Capability): Promise<void> {
  await noteCapability(deps.db, deps.clock, connection, capability)
  if (capability !== 'token') await forgetPreviousTokens(connection.id, deps.db)
  const seenWorking: IssueCode[] = ['rate_limit', 'gong_unavailable', 'needs_reconnect', 'daily_quota']
  if (capability === 'transcript') seenWorking.push('forbidden')
  await resolveIssues(deps.db, deps.clock, connection, seenWorking)
  if (connection.blockCode)
    await liftBlock(
      deps.db,
      deps.clock,
      deps.jobs,
      connection,
      capability === 'transcript' ? ['forbidden', 'needs_reconnect', 'daily_quota'] : ['needs_reconnect', 'daily_quota'],
    )
}

/** Something failed: noted, and turned into the block or issue that tells people about it. */
export async function gongFailed(
  deps: OutcomeDeps,
  connection: Connection,
  capability: Capability,
  error: GongError,
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
      await block(db, clock, connection, 'daily_quota', until)
      return raiseIssue(db, clock, connection, 'daily_quota', { until: until.toISOString() })
    case 'scope_missing':
    case 'forbidden':
      if (capability !== 'transcript')
        return raiseIssue(db, clock, connection, 'missing_scope', { missing: error.scope ?? SCOPE_OF[capability] ?? 'unknown' })
      await block(db, clock, connection, 'forbidden')
      return raiseIssue(db, clock, connection, 'forbidden')
    case 'needs_reconnect':
    case 'invalid_grant':
      await block(db, clock, connection, 'needs_reconnect')
      return raiseIssue(db, clock, connection, 'needs_reconnect')
    case 'unauthorized_client':
    case 'insecure_host':
      return raiseIssue(db, clock, connection, error.kind)
    default:
      return raiseIssue(db, clock, connection, 'gong_unavailable', { problem: error.message })
  }
}
