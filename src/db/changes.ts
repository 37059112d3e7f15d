import { sql } from 'kysely'
import type { Db } from './db.ts'

/** The channel that wakes live streams. Its payload is empty: the rows of `change` are the truth. */
export const CHANGE_CHANNEL = 'fastfollow_change'

export type ChangeKind = 'call' | 'followup' | 'connection' | 'backfill'

/** Wakes live streams, after the commit of rows that were written to `change` without doing so. */
export async function announceChanges(db: Db): Promise<void> {
  await sql`select pg_notify(${CHANGE_CHANNEL}, '')`.execute(db)
}

/**
 * Notes that something changed, so that open pages hear of it. Call it in the transaction that makes the change:
 * readers see both or neither. Postgres sends equal notifications of one transaction once, after its commit.
 */
export async function recordChanges(
  tx: Db,
  workspaceId: string,
  changes: readonly { kind: ChangeKind; id: string }[],
): Promise<void> {
  if (changes.length === 0) return
  const kinds = changes.map((change) => change.kind)
  const ids = changes.map((change) => change.id)
  await sql`
    with written as (
      insert into change (workspace_id, kind, entity_id)
      select ${workspaceId}, kind, id
      from unnest(${kinds}::text[], ${ids}::text[]) with ordinality as news (kind, id, place)
      order by place
    )
    select pg_notify(${CHANGE_CHANNEL}, '')
  `.execute(tx)
}
