import { sql, type RawBuilder } from 'kysely'
import { isAdmin, type Viewer } from '../../accounts/viewer.ts'
import type { Db } from '../../db/db.ts'

/**
 * Who sees what: a member the calls they hosted or attended, a manager also their reports' (by Gong's manager tree),
 * owner and admins all. The same rule for list, search, stream, export and API keys.
 */
export interface Reader {
  workspaceId: string
  userId: string
  isAdmin: boolean
  email: string
  /** The reader's own Gong users, found by e-mail. */
  ownIds: string[]
  /** Theirs and those of everybody below them. */
  visibleIds: string[]
  visibleEmails: string[]
}

export async function readerOf(viewer: Viewer, db: Db): Promise<Reader> {
  const email = viewer.email.toLowerCase()
  const { rows } = await sql<{ id: string; email: string | null; isOwn: boolean }>`
    with recursive team as (
      select gong_user_id, email, true as is_own from gong_user
      where workspace_id = ${viewer.workspaceId}
        and (lower(email) = ${email} or ${email} = any(select lower(alias) from unnest(aliases) as alias))
      union
      select g.gong_user_id, g.email, false from gong_user g join team on g.manager_id = team.gong_user_id
      where g.workspace_id = ${viewer.workspaceId}
    ) cycle gong_user_id set is_cycle using path
    select gong_user_id as id, email, bool_or(is_own) as "isOwn" from team group by 1, 2`.execute(db)
  return {
    workspaceId: viewer.workspaceId,
    userId: viewer.userId,
    isAdmin: isAdmin(viewer),
    email,
    ownIds: rows.filter((row) => row.isOwn).map((row) => row.id),
    visibleIds: rows.map((row) => row.id),
    visibleEmails: [email, ...rows.flatMap((row) => row.email?.toLowerCase() ?? [])],
  }
}

/** SQL condition on `call c`: this reader may see it. */
export function maySee(reader: Reader): RawBuilder<boolean> {
  if (reader.isAdmin) return sql<boolean>`true`
  return sql<boolean>`(c.gong_user_ids && ${reader.visibleIds}::text[] or c.our_emails && ${reader.visibleEmails}::text[])`
}

/** SQL condition on `call c`: the reader was on it. */
export function isOwn(reader: Reader): RawBuilder<boolean> {
  return sql<boolean>`(c.gong_user_ids && ${reader.ownIds}::text[] or c.our_emails && ${[reader.email]}::text[])`
}

/** Which of these calls this viewer may see: for the live stream. */
export async function mayReadCalls(viewer: Viewer, callIds: string[], db: Db): Promise<Set<string>> {
  const reader = await readerOf(viewer, db)
  const { rows } = await sql<{ id: string }>`
    select c.id from call c
    where c.workspace_id = ${viewer.workspaceId} and c.id = any(${callIds}) and ${maySee(reader)}`.execute(db)
  return new Set(rows.map((row) => row.id))
}
