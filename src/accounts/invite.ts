import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { AppError } from '../errors.ts'
import { fingerprint } from '../secrets.ts'
import type { Invite, Role } from './account-shapes.ts'
import { audit } from './audit.ts'
import { personByEmail } from './people.ts'

const INVITE_DAYS = 7

export interface InviteParts {
  db: Db
  clock: Clock
  publicUrl: string
}

/**
 * A link that lets one person join the workspace or, when they are a member already, choose a new password; once,
 * within {@link INVITE_DAYS} days. A newer link for the same address makes the older ones useless. Needs no mail
 * server: whoever calls this hands the link over. `by` null = the command line.
 * Throws `forbidden` where the link would give more than its maker may: an admin can't make or take over an owner.
 */
export async function createInvite(
  { db, clock, publicUrl }: InviteParts,
  workspaceId: string,
  { email, role, by }: { email: string; role: Role; by: { userId: string; role: Role } | null },
): Promise<Invite> {
  const address = email.trim().toLowerCase()
  const token = randomBytes(32).toString('base64url')
  const now = clock.now()
  const expiresAt = new Date(now.getTime() + INVITE_DAYS * 24 * 60 * 60 * 1000)
  const purpose: Invite['purpose'] = await db.transaction().execute(async (tx) => {
    const person = await personByEmail(tx, address)
    // An address of another workspace gets an ordinary join link: who is invited where is told to its holder only.
    const isMember = person?.workspaceId === workspaceId
    const kind = isMember ? 'reset' : 'join'
    const reach = isMember ? await roleOf(tx, workspaceId, person.id) : role
    if (reach === 'owner' && by !== null && by.role !== 'owner')
      throw new AppError(
        'forbidden',
        'Only an owner can invite an owner, or let an owner choose a new password.',
      )
    await sql`
      delete from one_time_link where workspace_id = ${workspaceId} and email = ${address} and used_at is null
    `.execute(tx)
    await sql`
      insert into one_time_link (token_hash, workspace_id, email, purpose, role, created_at, expires_at)
      values (${fingerprint(token)}, ${workspaceId}, ${address}, ${kind}, ${kind === 'join' ? role : null},
        ${now}, ${expiresAt})
    `.execute(tx)
    await audit(tx, clock, workspaceId, {
      userId: by?.userId ?? null,
      action: kind === 'join' ? 'member_invited' : 'password_reset_offered',
      target: address,
      details: kind === 'join' ? { role } : {},
    })
    return kind
  })
  return {
    link: `${publicUrl}/join#token=${token}`,
    purpose,
    email: address,
    expiresAt: expiresAt.toISOString(),
  }
}

async function roleOf(tx: Db, workspaceId: string, userId: string): Promise<Role | undefined> {
  const { rows } = await sql<{ role: Role }>`
    select role from member where workspace_id = ${workspaceId} and user_id = ${userId}
  `.execute(tx)
  return rows[0]?.role
}

/** The oldest workspace: the one that set the deployment up, and whose people `invite` on the command line means. */
export async function firstWorkspace(db: Db): Promise<{ id: string; name: string } | null> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from workspace order by created_at, id limit 1
  `.execute(db)
  return rows[0] ?? null
}
