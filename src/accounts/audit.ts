import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { deleteInParts } from '../db/delete-in-parts.ts'
import { newId } from '../db/id.ts'
import { readCursor, writeCursor } from '../db/page-cursor.ts'
import type { AuditEntry } from './account-shapes.ts'

export interface AuditEvent {
  /** Null = the command line or FastFollow itself. */
  userId: string | null
  /** In the past tense, such as `key_revoked`. */
  action: string
  /** The id (or e-mail address) of what was acted on. */
  target?: string | undefined
  /** Never a secret: admins read this. */
  details?: Record<string, unknown> | undefined
}

/** Notes who did what. Call it in the transaction of the act itself. */
export async function audit(db: Db, clock: Clock, workspaceId: string, event: AuditEvent): Promise<void> {
  await sql`
    insert into audit_entry (id, workspace_id, user_id, action, target, details, at)
    values (${newId()}, ${workspaceId}, ${event.userId}, ${event.action}, ${event.target ?? null},
      ${JSON.stringify(event.details ?? {})}::jsonb, ${clock.now()})
  `.execute(db)
}

/** Forgets entries older than this. */
export function pruneAudit(db: Db, clock: Clock, keepMs: number): Promise<void> {
  const before = new Date(clock.now().getTime() - keepMs)
  return deleteInParts(db, 'audit_entry', sql`at < ${before}`)
}

interface AuditRow {
  id: string
  user_id: string | null
  user_name: string | null
  user_email: string | null
  action: string
  target: string | null
  details: Record<string, unknown>
  at: Date
}

/** Newest first. `cursor` is the last page's `nextCursor`. */
export async function listAudit(
  db: Db,
  workspaceId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: AuditEntry[]; nextCursor: string | null }> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const { rows } = await sql<AuditRow>`
    select a.id, a.user_id, u.name as user_name, u.email as user_email, a.action, a.target, a.details, a.at
    from audit_entry a left join "user" u on u.id = a.user_id
    where a.workspace_id = ${workspaceId}
      and (${after?.at ?? null}::timestamptz is null or (a.at, a.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}))
    order by a.at desc, a.id desc
    limit ${limit + 1}
  `.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(toEntry),
    nextCursor: rows.length > limit && last ? writeCursor(last) : null,
  }
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    by:
      row.user_id === null
        ? null
        : { id: row.user_id, name: row.user_name ?? '', email: row.user_email ?? '' },
    action: row.action,
    target: row.target,
    details: row.details,
    at: row.at.toISOString(),
  }
}
