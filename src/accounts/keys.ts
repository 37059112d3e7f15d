import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { notFound } from '../errors.ts'
import { fingerprint } from '../secrets.ts'
import type { ApiKey, Role } from './account-shapes.ts'
import type { Viewer } from './viewer.ts'

/** Makes a key for a program. It acts for `userId`; the answer is the only place where it can be read. */
export async function createKey(
  db: Db,
  clock: Clock,
  workspaceId: string,
  { userId, name }: { userId: string; name: string },
): Promise<{ id: string; key: string; prefix: string; createdAt: Date }> {
  const id = newId()
  const key = `ff_${randomBytes(32).toString('base64url')}`
  const prefix = key.slice(0, 8)
  const createdAt = clock.now()
  await sql`
    insert into api_key (id, workspace_id, user_id, name, prefix, key_hash, created_at)
    values (${id}, ${workspaceId}, ${userId}, ${name}, ${prefix}, ${fingerprint(key)}, ${createdAt})
  `.execute(db)
  return { id, key, prefix, createdAt }
}

/** Who a key acts for, or null when it is unknown or revoked, or its person has left the workspace. */
export async function viewerOfKey(db: Db, clock: Clock, key: string): Promise<Viewer | null> {
  const now = clock.now()
  // Written at most once a minute, so that a busy program does not rewrite its row with each request.
  const staleBefore = new Date(now.getTime() - 60_000)
  const { rows } = await sql<{
    key_id: string
    workspace_id: string
    role: Role
    user_id: string
    name: string
    email: string
  }>`
    with used as (
      update api_key set last_used_at = ${now}
      where key_hash = ${fingerprint(key)} and revoked_at is null
        and (last_used_at is null or last_used_at < ${staleBefore})
    )
    select k.id as key_id, k.workspace_id, m.role, u.id as user_id, u.name, u.email
    from api_key k
    join member m on m.workspace_id = k.workspace_id and m.user_id = k.user_id
    join "user" u on u.id = k.user_id
    where k.key_hash = ${fingerprint(key)} and k.revoked_at is null
  `.execute(db)
  const row = rows[0]
  if (row === undefined) return null
  return {
    workspaceId: row.workspace_id,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role,
    via: 'key',
    credentialId: row.key_id,
  }
}

/** The workspace's living keys; with `userId`, only that person's. */
export async function listKeys(
  db: Db,
  workspaceId: string,
  { userId }: { userId?: string },
): Promise<ApiKey[]> {
  const { rows } = await sql<{
    id: string
    name: string
    prefix: string
    made_by: string
    created_at: Date
    last_used_at: Date | null
  }>`
    select k.id, k.name, k.prefix, u.name as made_by, k.created_at, k.last_used_at
    from api_key k join "user" u on u.id = k.user_id
    where k.workspace_id = ${workspaceId} and k.revoked_at is null
      and (${userId ?? null}::text is null or k.user_id = ${userId ?? null})
    order by k.created_at, k.id
  `.execute(db)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    madeBy: row.made_by,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }))
}

/** Throws `not_found` when there is no such living key (with `userId`: of that person). */
export async function revokeKey(
  db: Db,
  clock: Clock,
  workspaceId: string,
  { keyId, userId }: { keyId: string; userId?: string },
): Promise<{ name: string; prefix: string }> {
  const { rows } = await sql<{ name: string; prefix: string }>`
    update api_key set revoked_at = ${clock.now()}
    where workspace_id = ${workspaceId} and id = ${keyId} and revoked_at is null
      and (${userId ?? null}::text is null or user_id = ${userId ?? null})
    returning name, prefix
  `.execute(db)
  const row = rows[0]
  if (row === undefined) throw notFound('This API key')
  return row
}
