import { sql } from 'kysely'
import { audit } from '../accounts/audit.ts'
import { isAdmin, type Viewer } from '../accounts/viewer.ts'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import { AppError, notFound } from '../errors.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { findConnection } from './connection.ts'

/**
 * Hands the connection over to another person of the workspace: by its owner, or by an admin (also when the owner has
 * left). Tokens, calls and addresses stay; who it is in Gong is looked up again.
 */
export async function handOver(
  viewer: Viewer,
  userId: string,
  deps: { db: Db; clock: Clock; jobs: Jobs },
): Promise<void> {
  const connection = await findConnection(viewer.workspaceId, deps.db)
  if (!connection) throw notFound('A connection to Gong')
  if (!isAdmin(viewer) && connection.ownerUserId !== viewer.userId)
    throw new AppError(
      'forbidden',
      "Only the connection's owner or an admin of the workspace can hand it over.",
    )
  await deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ email: string }>`
      select u.email from member m join "user" u on u.id = m.user_id
      where m.workspace_id = ${viewer.workspaceId} and m.user_id = ${userId} for share of m`.execute(tx)
    if (!rows[0]) throw notFound('This person')
    await sql`update connection set owner_user_id = ${userId}, gong_user_id = null
      where workspace_id = ${viewer.workspaceId} and id = ${connection.id}`.execute(tx)
    await audit(tx, deps.clock, viewer.workspaceId, {
      userId: viewer.userId,
      action: 'gong.owner_changed',
      target: userId,
      details: { email: rows[0].email, from: connection.ownerUserId },
    })
    await recordChanges(tx, viewer.workspaceId, [{ kind: 'connection', id: connection.id }])
    await deps.jobs.wake(tx, 'gong-users', connection.id, { connectionId: connection.id })
  })
}
