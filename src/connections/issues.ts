import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { recordChanges } from '../db/changes.ts'
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
      set count = issue.count + 1, last_seen_at = excluded.last_seen_at, details = issue.details || excluded.details`.execute(db)
  await recordChanges(db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
}

/** Closes what was seen working. Cheap when nothing is open. */
export async function resolveIssues(db: Db, clock: Clock, connection: Owner, codes: IssueCode[]): Promise<void> {
  const closed = await sql`
    update issue set resolved_at = ${clock.now()}
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id}
      and resolved_at is null and code = any(${codes})
    returning id`.execute(db)
  if (closed.rows.length > 0)
    await recordChanges(db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
}

export async function openIssues(workspaceId: string, db: Db): Promise<Issue[]> {
  const { rows } = await sql<IssueRow>`
    select id, code, details, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt", count, resolved_at as "resolvedAt"
    from issue where workspace_id = ${workspaceId} and resolved_at is null order by first_seen_at`.execute(db)
  return rows.map(describeIssue)
}

export function describeIssue(row: IssueRow): Issue {
  return {
    id: row.id,
    code: row.code,
    ...issueText(row.code, row.details),
    details: row.details,
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    count: row.count,
  }
}
