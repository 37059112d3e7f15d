import { sql } from 'kysely'
import type { Db } from '../../db/db.ts'

export interface Recipient {
  userId: string
  name: string
  address: string
}

/**
 * Who is mailed: the connection's owner; once they have left, or where there is none, the workspace's admins. Asked at
 * each sending, so nobody is mailed who has left meanwhile.
 */
export async function recipientsOf(workspaceId: string, db: Db): Promise<Recipient[]> {
  const { rows } = await sql<Recipient & { isOwner: boolean }>`
    select u.id as "userId", u.name, u.email as address, coalesce(k.owner_user_id = u.id, false) as "isOwner"
    from member m
    join "user" u on u.id = m.user_id
    left join connection k on k.workspace_id = m.workspace_id
    where m.workspace_id = ${workspaceId} and (k.owner_user_id = u.id or m.role in ('owner', 'admin'))
    order by u.id`.execute(db)
  const owner = rows.filter(({ isOwner }) => isOwner)
  return (owner.length > 0 ? owner : rows).map(({ userId, name, address }) => ({ userId, name, address }))
}
