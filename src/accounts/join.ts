import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db, Tx } from '../db/db.ts'
import { AppError } from '../errors.ts'
import { fingerprint } from '../secrets.ts'
import type { Role } from './account-shapes.ts'
import { audit } from './audit.ts'
import {
  addMember,
  addressTaken,
  createPerson,
  type HashPassword,
  personByEmail,
  setPassword,
} from './people.ts'

interface Link {
  workspace_id: string
  email: string
  purpose: 'join' | 'reset'
  role: Role | null
}

export interface JoinParts {
  db: Db
  clock: Clock
  hashPassword: HashPassword
}

/**
 * Uses a one-time link up: its holder joins, or gets the new password. Works once, even if two try together.
 * Throws `not_found` for a link that is unknown, used or too old, and `conflict` where the address belongs elsewhere.
 */
export async function useLink(
  { db, clock, hashPassword }: JoinParts,
  { token, name, password }: { token: string; name?: string | undefined; password: string },
): Promise<{ workspaceId: string; email: string; purpose: 'join' | 'reset' }> {
  // Looked at before the slow hash, so that guessing costs the guesser more than us.
  const tokenHash = fingerprint(token)
  const link = await livingLink(db, clock, tokenHash)
  const personName = name ?? nameFromEmail(link.email)
  const passwordHash = await hashPassword(password)
  await db.transaction().execute(async (tx) => {
    await takeLink(tx, clock, tokenHash)
    if (link.purpose === 'join') await join(tx, clock, link, { name: personName, passwordHash })
    else await resetPassword(tx, clock, link, passwordHash)
  })
  return { workspaceId: link.workspace_id, email: link.email, purpose: link.purpose }
}

async function livingLink(db: Db, clock: Clock, tokenHash: string): Promise<Link> {
  const { rows } = await sql<Link>`
    select workspace_id, email, purpose, role from one_time_link
    where token_hash = ${tokenHash} and used_at is null and expires_at > ${clock.now()}
  `.execute(db)
  return rows[0] ?? refuse()
}

async function takeLink(tx: Tx, clock: Clock, tokenHash: string): Promise<void> {
  const { rows } = await sql`
    update one_time_link set used_at = ${clock.now()}
    where token_hash = ${tokenHash} and used_at is null and expires_at > ${clock.now()}
    returning 1
  `.execute(tx)
  if (rows.length === 0) refuse()
}

async function join(
  tx: Tx,
  clock: Clock,
  link: Link,
  { name, passwordHash }: { name: string; passwordHash: string },
): Promise<void> {
  const known = await personByEmail(tx, link.email)
  if (known !== null && known.workspaceId !== null) throw addressTaken()
  const userId = known?.id ?? (await createPerson(tx, clock, { name, email: link.email, passwordHash }))
  if (known !== null) await setPassword(tx, clock, userId, passwordHash)
  await addMember(tx, clock, link.workspace_id, { userId, role: link.role ?? 'member' })
  await audit(tx, clock, link.workspace_id, { userId, action: 'member_joined', target: link.email })
}

async function resetPassword(tx: Tx, clock: Clock, link: Link, passwordHash: string): Promise<void> {
  const person = await personByEmail(tx, link.email)
  if (person?.workspaceId !== link.workspace_id) return refuse()
  await setPassword(tx, clock, person.id, passwordHash)
  await audit(tx, clock, link.workspace_id, {
    userId: person.id,
    action: 'password_reset',
    target: link.email,
  })
}

/** Until the person says otherwise: `ada.lovelace@…` is "Ada Lovelace". */
function nameFromEmail(email: string): string {
  const local = email.split('@')[0] ?? email
  const words = local.split(/[._+-]+/).filter((word) => word !== '')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || email
}

function refuse(): never {
  throw new AppError(
    'not_found',
    'This link is not valid any more: it was used, replaced by a newer one, or is older than 7 days. Please ask for a new one.',
  )
}
