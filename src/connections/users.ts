import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { GongConfig } from '../config.ts'
import type { Db } from '../db/db.ts'
import { recordChanges } from '../db/changes.ts'
import { GongError, pauseAfter } from '../gong/errors.ts'
import type { Gong } from '../gong/gong.ts'
import type { GongUser } from '../gong/schemas.ts'
import { isConnected, readConnection, type Connection } from './connection.ts'
import { gongFailed, gongWorked, type OutcomeDeps } from './gong-outcome.ts'
import { gongSession } from './session.ts'
import type { Tokens } from './tokens.ts'

/** How often Gong's users are read, and how soon after that failed. */
export const USERS_EVERY_MS = 24 * 3_600_000
const AFTER_FAILURE_MS = 10 * 60_000

/**
 * Reads Gong's users: their e-mails and managers decide who sees which call, and tell which Gong user connected.
 * Gong has no "who am I", so the connected user is found by the owner's e-mail.
 */
export async function readUsers(
  connectionId: string,
  deps: OutcomeDeps & { gong: Gong; tokens: Tokens; config: GongConfig },
): Promise<void> {
  const connection = await readConnection(connectionId, deps.db)
  if (!connection || !isConnected(connection)) return
  const session = gongSession(connection, 'reconcile', deps)
  try {
    let cursor: string | undefined
    do {
      const page = await deps.gong.users(session, cursor)
      await storeUsers(connection, page.items, deps.db, deps.clock)
      cursor = page.cursor ?? undefined
    } while (cursor !== undefined)
  } catch (error) {
    if (!(error instanceof GongError)) throw error
    const again = new Date(deps.clock.now().getTime() - USERS_EVERY_MS + pauseAfter(error, AFTER_FAILURE_MS))
    await sql`update connection set users_read_at = ${again}
      where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(deps.db)
    return gongFailed(deps, connection, 'users', error, 'reconcile')
  }
  await matchOwner(connection, deps.db, deps.clock)
  await gongWorked(deps, connection, 'users')
}

async function storeUsers(connection: Connection, users: GongUser[], db: Db, clock: Clock): Promise<void> {
  const rows = users.map((user) => ({
    gong_user_id: user.id,
    email: user.emailAddress,
    aliases: user.emailAliases,
    name: [user.firstName, user.lastName].filter(Boolean).join(' ') || null,
    title: user.title,
    manager_id: user.managerId,
    active: user.active,
  }))
  await sql`
    insert into gong_user (connection_id, workspace_id, gong_user_id, email, aliases, name, title, manager_id, active, seen_at)
    select ${connection.id}, ${connection.workspaceId}, u.gong_user_id, u.email,
           array(select jsonb_array_elements_text(u.aliases)), u.name, u.title, u.manager_id, u.active, ${clock.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as u (gong_user_id text, email text, aliases jsonb, name text, title text, manager_id text, active boolean)
    on conflict (connection_id, gong_user_id) do update
      set email = excluded.email, aliases = excluded.aliases, name = excluded.name, title = excluded.title,
          manager_id = excluded.manager_id, active = excluded.active, seen_at = excluded.seen_at`.execute(db)
}

async function matchOwner(connection: Connection, db: Db, clock: Clock): Promise<void> {
  await sql`
    update connection
    set users_read_at = ${clock.now()},
        gong_user_id = (
          select g.gong_user_id from gong_user g join "user" u on u.id = connection.owner_user_id
          where g.connection_id = connection.id
            and (lower(g.email) = lower(u.email) or lower(u.email) = any(select lower(alias) from unnest(g.aliases) as alias))
          order by g.active desc limit 1)
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(db)
  await recordChanges(db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
}
