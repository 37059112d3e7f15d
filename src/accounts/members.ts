import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { AppError, notFound } from '../errors.ts'
import type { Member, Role } from './account-shapes.ts'

interface MemberRow {
  user_id: string
  name: string
  email: string
  role: Role
  created_at: Date
}

/** Owners first, then by name. `meId` marks the reader. */
export async function listMembers(db: Db, workspaceId: string, meId: string): Promise<Member[]> {
  const { rows } = await sql<MemberRow>`
    select m.user_id, u.name, u.email, m.role, m.created_at
    from member m join "user" u on u.id = m.user_id
    where m.workspace_id = ${workspaceId}
    order by array_position(array['owner', 'admin', 'member'], m.role), lower(u.name), u.id
  `.execute(db)
  return rows.map((row) => toMember(row, meId))
}

/**
 * Changes what a member may do. Only an owner makes or unmakes owners; the last owner stays owner.
 * Throws `not_found`, `forbidden` or `conflict`. Run it in a transaction.
 */
export async function changeRole(
  tx: Db,
  workspaceId: string,
  { userId, role, byRole, byId }: { userId: string; role: Role; byRole: Role; byId: string },
): Promise<Member> {
  const member = await lockMember(tx, workspaceId, userId)
  if ((role === 'owner' || member.role === 'owner') && byRole !== 'owner')
    throw new AppError('forbidden', 'Only an owner can make someone an owner, or change an owner.')
  if (member.role === 'owner' && role !== 'owner') await assertAnotherOwner(tx, workspaceId, userId)
  await sql`
    update member set role = ${role} where workspace_id = ${workspaceId} and user_id = ${userId}
  `.execute(tx)
  return toMember({ ...member, role }, byId)
}

/**
 * Removes a member: sessions end, their keys of this workspace are revoked, what they did stays.
 * Throws `not_found`, `forbidden` or `conflict`. Run it in a transaction.
 */
export async function removeMember(
  tx: Db,
  clock: Clock,
  workspaceId: string,
  { userId, byRole }: { userId: string; byRole: Role },
): Promise<{ email: string }> {
  const member = await lockMember(tx, workspaceId, userId)
  if (member.role === 'owner') {
    if (byRole !== 'owner') throw new AppError('forbidden', 'Only an owner can remove an owner.')
    await assertAnotherOwner(tx, workspaceId, userId)
  }
  await sql`delete from member where workspace_id = ${workspaceId} and user_id = ${userId}`.execute(tx)
  await sql`delete from session where user_id = ${userId}`.execute(tx)
  await sql`
    update api_key set revoked_at = ${clock.now()}
    where workspace_id = ${workspaceId} and user_id = ${userId} and revoked_at is null
  `.execute(tx)
  return { email: member.email }
}

/** Locks the workspace first, so that two owners who remove each other at once can't both succeed. */
async function lockMember(tx: Db, workspaceId: string, userId: string): Promise<MemberRow> {
  await sql`select 1 from workspace where id = ${workspaceId} for update`.execute(tx)
  const { rows } = await sql<MemberRow>`
    select m.user_id, u.name, u.email, m.role, m.created_at
    from member m join "user" u on u.id = m.user_id
    where m.workspace_id = ${workspaceId} and m.user_id = ${userId}
  `.execute(tx)
  if (rows[0] === undefined) throw notFound('This person')
  return rows[0]
}

async function assertAnotherOwner(tx: Db, workspaceId: string, userId: string): Promise<void> {
  const { rows } = await sql`
    select 1 from member where workspace_id = ${workspaceId} and role = 'owner' and user_id <> ${userId} limit 1
  `.execute(tx)
  if (rows.length === 0)
    throw new AppError(
      'conflict',
      'This is the last owner of the workspace. Please make someone else an owner first.',
    )
}

function toMember(row: MemberRow, meId: string): Member {
  return {
    id: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role,
    isMe: row.user_id === meId,
    joinedAt: row.created_at.toISOString(),
  }
}
