import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import type { Server } from '../http/server-type.ts'
import { viewerOf } from './access.ts'
import { ApiKeyInput, ApiKeyList, NewApiKey } from './account-shapes.ts'
import { audit } from './audit.ts'
import { createKey, listKeys, revokeKey } from './keys.ts'
import { isAdmin, type Viewer } from './viewer.ts'

/** Keys for programs: everybody has their own, admins see and revoke all of the workspace. */
export function keyRoutes({ db, clock }: { db: Db; clock: Clock }) {
  return (server: Server) => {
    server.get(
      '/api/keys',
      { schema: { summary: 'API keys', tags: ['Accounts'], response: { 200: ApiKeyList } } },
      async (request) => {
        const viewer = viewerOf(request)
        return { items: await listKeys(db, viewer.workspaceId, reach(viewer)), nextCursor: null }
      },
    )

    server.post(
      '/api/keys',
      {
        schema: {
          summary: 'Make an API key; it is shown this once',
          tags: ['Accounts'],
          body: ApiKeyInput,
          response: { 201: NewApiKey },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        const { name } = request.body
        const made = await db.transaction().execute(async (tx) => {
          const key = await createKey(tx, clock, viewer.workspaceId, { userId: viewer.userId, name })
          await audit(tx, clock, viewer.workspaceId, {
            userId: viewer.userId,
            action: 'key_created',
            target: key.id,
            details: { name, prefix: key.prefix },
          })
          return key
        })
        const { id, key, prefix, createdAt } = made
        const times = { createdAt: createdAt.toISOString(), lastUsedAt: null }
        return reply.code(201).send({ id, name, prefix, madeBy: viewer.name, ...times, key })
      },
    )

    server.delete(
      '/api/keys/:id',
      {
        schema: {
          summary: 'Revoke an API key; it stops working at once',
          tags: ['Accounts'],
          params: z.object({ id: z.string().max(100) }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        const keyId = request.params.id
        await db.transaction().execute(async (tx) => {
          const key = await revokeKey(tx, clock, viewer.workspaceId, { keyId, ...reach(viewer) })
          await audit(tx, clock, viewer.workspaceId, {
            userId: viewer.userId,
            action: 'key_revoked',
            target: keyId,
            details: key,
          })
        })
        return reply.code(204).send(null)
      },
    )
  }
}

function reach(viewer: Viewer): { userId?: string } {
  return isAdmin(viewer) ? {} : { userId: viewer.userId }
}
