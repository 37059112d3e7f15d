import { sql, type RawBuilder } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { recordChanges } from '../db/changes.ts'
import type { Capability } from './capabilities.ts'
import type { Issue, IssueCode } from './connection-shapes.ts'
import { issueText } from './issue-texts.ts'

/** One problem of one connection. Raised again it counts; seen working it is closed. */
export interface IssueRow {
  id: string
  code: IssueCode
  details: Record<string, unknown>
  firstSeenAt: Date
  lastSeenAt: Date
  count: number
  resolvedAt: Date | null
}

interface Owner {
  workspaceId: string
  id: string
}

/** Opens the issue, or notes that it was seen again. `details` are facts for its words: never secrets. */
export async function raiseIssue(
  db: Db,
  clock: Clock,
  connection: Owner,
  code: IssueCode,
  details: Record<string, unknown> = {},
): Promise<void> {
  const now = clock.now()
  await sql`
    insert into issue (id, workspace_id, connection_id, code, details, first_seen_at, last_seen_at)
    values (${newId()}, ${connection.workspaceId}, ${connection.id}, ${code}, ${JSON.stringify(details)}, ${now}, ${now})
    on conflict (connection_id, code) where resolved_at is null do update
      set count = issue.count + 1, last_seen_at = excluded.last_seen_at, details = issue.details || excluded.details`.execute(
    db,
  )
  await recordChanges(db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
}

/** Closes what was seen working. Cheap when nothing is open. */
export async function resolveIssues(
  db: Db,
  clock: Clock,
  connection: Owner,
  codes: IssueCode[],
): Promise<void> {
  await resolveWhere(db, clock, connection, sql`code = any(${codes})`)
}

/** Closes issues that complain about this very capability: that another one works says nothing about it. */
export async function resolveIssuesOf(
  capability: Capability,
  db: Db,
  clock: Clock,
  connection: Owner,
  codes: IssueCode[],
): Promise<void> {
  await resolveWhere(
    db,
    clock,
    connection,
    sql`code = any(${codes}) and details ->> 'capability' = ${capability}`,
  )
}

/** Odd records are seen working when none of the calls that failed for them is left. */
export async function resolveOddRecords(db: Db, clock: Clock, connection: Owner): Promise<void> {
  await resolveWhere(
    db,
    clock,
    connection,
    sql`code = 'odd_records' and not exists (
      select 1 from call c
      where c.connection_id = issue.connection_id and c.state = 'failed' and c.reason = 'odd_record')`,
  )
}

/**
 * Access was seen to work. While Gong refuses to renew it, that the present token still does is no reason to be quiet:
 * so the row is asked, and not the caller, who may have read it before the refusal.
 */
export async function resolveReconnect(db: Db, clock: Clock, connection: Owner): Promise<void> {
  await resolveWhere(
    db,
    clock,
    connection,
    sql`code = 'needs_reconnect' and exists (
      select 1 from connection k where k.id = issue.connection_id and k.refresh_refused_at is null)`,
  )
}

async function resolveWhere(
  db: Db,
  clock: Clock,
  connection: Owner,
  which: RawBuilder<unknown>,
): Promise<void> {
  const closed = await sql`
    update issue set resolved_at = ${clock.now()}
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and resolved_at is null
      and (${which})
    returning id`.execute(db)
  if (closed.rows.length > 0)
    await recordChanges(db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
}

const columns = sql`
  id, code, details, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt", count, resolved_at as "resolvedAt"`

/**
 * What is wrong now, longest first. `waiting` = how many calls wait, for the words of issues that hold them. `details` may
 * name what only admins should know, such as another program's address at Gong; others learn until when it lasts.
 */
export async function openIssues(
  workspaceId: string,
  db: Db,
  { waiting = 0, withDetails = true }: { waiting?: number; withDetails?: boolean } = {},
): Promise<Issue[]> {
  const { rows } = await sql<IssueRow>`
    select ${columns} from issue where workspace_id = ${workspaceId} and resolved_at is null
    order by first_seen_at`.execute(db)
  return rows.map((row) => describeIssue(withDetails ? row : { ...row, details: untilOnly(row) }, waiting))
}

function untilOnly({ details: { until } }: IssueRow): Record<string, unknown> {
  return until === undefined ? {} : { until }
}

/** What was wrong and is seen to, newest first. */
export async function resolvedIssues(workspaceId: string, db: Db, limit: number): Promise<Issue[]> {
  const { rows } = await sql<IssueRow>`
    select ${columns} from issue where workspace_id = ${workspaceId} and resolved_at is not null
    order by resolved_at desc limit ${limit}`.execute(db)
  return rows.map((row) => describeIssue(row))
}

/** Calls that are on their way and can't go on yet. */
export async function countWaiting(workspaceId: string, db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from call where workspace_id = ${workspaceId} and state = 'expected'`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

export function describeIssue(row: IssueRow, waiting = 0): Issue {
  return {
    id: row.id,
    code: row.code,
    ...issueText(row.code, row.details, waiting),
    details: row.details,
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    count: row.count,
  }
}
