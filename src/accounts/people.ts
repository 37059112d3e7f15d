import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { AppError } from '../errors.ts'
import type { Role } from './account-shapes.ts'

/** Turns a password into what is stored (scrypt, slow on purpose: call it outside of transactions). */
export type HashPassword = (password: string) => Promise<string>

export interface NewPerson {
  name: string
  email: string
  passwordHash: string
}

/**
 * A person who can sign in with e-mail and password. The rows are those that better-auth reads.
 * Throws `conflict` when someone has this address already.
 */
export async function createPerson(
  db: Db,
  clock: Clock,
  { name, email, passwordHash }: NewPerson,
): Promise<string> {
  const userId = newId()
  const now = clock.now()
  const { rows } = await sql`
    insert into "user" (id, name, email, created_at, updated_at) values (${userId}, ${name}, ${email}, ${now}, ${now})
    on conflict (email) do nothing
    returning id
  `.execute(db)
  if (rows.length === 0) throw addressTaken()
  await setPassword(db, clock, userId, passwordHash)
  return userId
}

/** Sets or replaces a person's password and ends all their sessions. */
export async function setPassword(db: Db, clock: Clock, userId: string, passwordHash: string): Promise<void> {
  const now = clock.now()
  await sql`
    insert into account (id, user_id, account_id, provider_id, password, created_at, updated_at)
    values (${newId()}, ${userId}, ${userId}, 'credential', ${passwordHash}, ${now}, ${now})
    on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = excluded.updated_at
  `.execute(db)
  await sql`delete from session where user_id = ${userId}`.execute(db)
}

export async function createWorkspace(
  db: Db,
  clock: Clock,
  { name, timeZone }: { name: string; timeZone?: string | undefined },
): Promise<string> {
  const workspaceId = newId()
  const settings = JSON.stringify(timeZone === undefined ? {} : { timeZone })
  await sql`
    insert into workspace (id, name, settings, created_at)
    values (${workspaceId}, ${name}, ${settings}::jsonb, ${clock.now()})
  `.execute(db)
  return workspaceId
}

export async function addMember(
  db: Db,
  clock: Clock,
  workspaceId: string,
  { userId, role }: { userId: string; role: Role },
): Promise<void> {
  await sql`
    insert into member (id, workspace_id, user_id, role, created_at)
    values (${newId()}, ${workspaceId}, ${userId}, ${role}, ${clock.now()})
  `.execute(db)
}

export interface Person {
  id: string
  name: string
  email: string
  /** The workspace they belong to; null after they were removed from it. */
  workspaceId: string | null
}

/**
 * Across workspaces: an e-mail address signs in at one place. Never answer with it to someone of another workspace.
 * Locks the person's row, so that two links for one address can't both be used to join. Run it in a transaction.
 */
export async function personByEmail(tx: Db, email: string): Promise<Person | null> {
  const { rows } = await sql<{ id: string; name: string; email: string; workspace_id: string | null }>`
    select u.id, u.name, u.email, m.workspace_id
    from "user" u left join member m on m.user_id = u.id
    where u.email = ${email}
    order by m.created_at, m.id
    limit 1
    for update of u
  `.execute(tx)
  const row = rows[0]
  return row === undefined
    ? null
    : { id: row.id, name: row.name, email: row.email, workspaceId: row.workspace_id }
}

export function addressTaken(): AppError {
  return new AppError(
    'conflict',
    'This e-mail address already has an account here. Please use another address.',
  )
}
