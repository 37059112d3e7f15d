import { sql } from 'kysely'
import type { Db } from '../db/db.ts'

/**
 * Locks calls before an answer of Gong's is stored, in the order in which events lock theirs, so that neither waits for
 * the other for ever. Answers the calls that still take it: one that was erased while Gong was asked stays erased, and
 * is not asked for again. Run it in a transaction.
 */
export async function lockOpenCalls(
  tx: Db,
  workspaceId: string,
  callIds: string[],
): Promise<Map<string, { isPrivate: boolean }>> {
  const { rows } = await sql<{ id: string; isErased: boolean; isPrivate: boolean }>`
    select id, state = 'erased' as "isErased", coalesce(reason = 'private', false) as "isPrivate" from call
    where workspace_id = ${workspaceId} and id = any(${callIds}) order by gong_call_id collate "C" for update`.execute(
    tx,
  )
  const erased = rows.filter((row) => row.isErased).map((row) => row.id)
  if (erased.length > 0)
    await sql`
      update call set due_at = null
      where workspace_id = ${workspaceId} and id = any(${erased}) and due_at is not null`.execute(tx)
  return new Map(rows.filter((row) => !row.isErased).map(({ id, isPrivate }) => [id, { isPrivate }]))
}
