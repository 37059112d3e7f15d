import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { AppError } from '../errors.ts'
import type { Server } from '../http/server-type.ts'
import { viewerOf } from './access.ts'
import { AuditList, AuditQuery, Me, NewWorkspace, SetupDone } from './account-shapes.ts'
import { audit, listAudit } from './audit.ts'
import { firstWorkspace } from './invite.ts'
import type { HashPassword } from './people.ts'
import { createOwnedWorkspace, isSetupNeeded } from './setup.ts'

/** Who is asking, who did what, and further workspaces. */
export function workspaceRoutes({
  db,
  clock,
  hashPassword,
}: {
  db: Db
  clock: Clock
  hashPassword: HashPassword
}) {
  return (server: Server) => {
    server.get(
      '/api/me',
      {
        config: { access: 'public' },
        schema: { summary: 'Who is asking', tags: ['Accounts'], response: { 200: Me } },
      },
      async (request) => {
        const { viewer } = request
        if (viewer === null)
          return { setupNeeded: await isSetupNeeded(db), user: null, workspace: null, role: null }
        const { userId, name, email, role, workspaceId } = viewer
        const workspace = await readWorkspace(db, workspaceId)
        return { setupNeeded: false, user: { id: userId, name, email }, workspace, role }
      },
    )

    server.get(
      '/api/audit',
      {
        config: { access: 'admin' },
        schema: {
          summary: 'Who did what, newest first',
          tags: ['Accounts'],
          querystring: AuditQuery,
          response: { 200: AuditList },
        },
      },
      async (request) => listAudit(db, viewerOf(request).workspaceId, request.query),
    )

    server.post(
      '/api/workspaces',
      {
        config: { access: 'owner' },
        schema: {
          summary: 'Make a further workspace with its own owner (for an owner of the first one)',
          tags: ['Accounts'],
          body: NewWorkspace,
          response: { 201: SetupDone },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        const first = await firstWorkspace(db)
        if (first?.id !== viewer.workspaceId)
          throw new AppError('forbidden', 'Only an owner of the first workspace can make further ones.')
        const { name, ownerName, ownerEmail, password, timeZone } = request.body
        const owner = { name: ownerName, email: ownerEmail, passwordHash: await hashPassword(password) }
        const { workspaceId, apiKey } = await db.transaction().execute(async (tx) => {
          const made = await createOwnedWorkspace(tx, clock, { name, timeZone, owner })
          await audit(tx, clock, viewer.workspaceId, {
            userId: viewer.userId,
            action: 'workspace_created',
            target: made.workspaceId,
            details: { name, ownerEmail },
          })
          return made
        })
        return reply.code(201).send({ workspaceId, apiKey })
      },
    )
  }
}

async function readWorkspace(db: Db, workspaceId: string): Promise<Me['workspace']> {
  const { rows } = await sql<{ id: string; name: string; time_zone: string | null }>`
    select id, name, settings ->> 'timeZone' as time_zone from workspace where id = ${workspaceId}
  `.execute(db)
  const row = rows[0]
  return row === undefined ? null : { id: row.id, name: row.name, timeZone: row.time_zone ?? 'UTC' }
}
