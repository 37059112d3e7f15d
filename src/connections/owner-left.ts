import { sql } from 'kysely'
import { recordChanges } from '../db/changes.ts'
import type { Tx } from '../db/db.ts'

/** Somebody leaves the workspace: where they own its connection, open pages hear that nobody does any more. */
export async function noteOwnerLeft(tx: Tx, workspaceId: string, userId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from connection where workspace_id = ${workspaceId} and owner_user_id = ${userId}`.execute(tx)
  await recordChanges(
    tx,
    workspaceId,
    rows.map(({ id }) => ({ kind: 'connection' as const, id })),
  )
}
