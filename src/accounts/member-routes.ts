import { z } from 'zod'
import type { Tx } from '../db/db.ts'
import type { Server } from '../http/server-type.ts'
import { viewerOf } from './access.ts'
import { Invite, InviteInput, Member, MemberEdit, MemberList } from './account-shapes.ts'
import { audit } from './audit.ts'
import { createInvite, type InviteParts } from './invite.ts'
import { changeRole, listMembers, removeMember } from './members.ts'

const MemberId = z.object({ id: z.string().max(100) })

export interface MemberParts extends InviteParts {
  /** Told within the same transaction that this person has left: what they looked after may need somebody else. */
  noteLeft: (tx: Tx, workspaceId: string, userId: string) => Promise<void>
}

/** The people of a workspace. */
export function memberRoutes(parts: MemberParts) {
  const { db, clock } = parts
  return (server: Server) => {
    server.get(
      '/api/members',
      {
        schema: {
          summary: 'The people of this workspace',
          tags: ['Accounts'],
          response: { 200: MemberList },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        return { items: await listMembers(db, viewer.workspaceId, viewer.userId), nextCursor: null }
      },
    )

    server.post(
      '/api/members/invite',
      {
        config: { access: 'admin' },
        schema: {
          summary: 'A one-time link for a person to join or, as a member, to choose a new password',
          tags: ['Accounts'],
          body: InviteInput,
          response: { 201: Invite },
        },
      },
      async (request, reply) => {
        const by = viewerOf(request)
        return reply.code(201).send(await createInvite(parts, by.workspaceId, { ...request.body, by }))
      },
    )

    server.patch(
      '/api/members/:id',
      {
        config: { access: 'admin' },
        schema: {
          summary: 'Change what a person may do',
          tags: ['Accounts'],
          params: MemberId,
          body: MemberEdit,
          response: { 200: Member },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        const { role } = request.body
        const userId = request.params.id
        return db.transaction().execute(async (tx) => {
          const by = { byRole: viewer.role, byId: viewer.userId }
          const member = await changeRole(tx, viewer.workspaceId, { userId, role, ...by })
          await audit(tx, clock, viewer.workspaceId, {
            userId: viewer.userId,
            action: 'role_changed',
            target: userId,
            details: { email: member.email, role },
          })
          return member
        })
      },
    )

    server.delete(
      '/api/members/:id',
      {
        config: { access: 'admin' },
        schema: {
          summary: 'Remove a person: sessions end, keys stop working',
          tags: ['Accounts'],
          params: MemberId,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        const userId = request.params.id
        await db.transaction().execute(async (tx) => {
          const removed = await removeMember(tx, clock, viewer.workspaceId, { userId, byRole: viewer.role })
          await audit(tx, clock, viewer.workspaceId, {
            userId: viewer.userId,
            action: 'member_removed',
            target: userId,
            details: removed,
          })
          await parts.noteLeft(tx, viewer.workspaceId, userId)
        })
        return reply.code(204).send(null)
      },
    )
  }
}
