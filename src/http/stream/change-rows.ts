import { sql } from 'kysely'
import type { ChangeKind } from '../../db/changes.ts'
import type { Db } from '../../db/db.ts'

/**
 * A place in the stream. Positions are handed out before their transaction commits, so a lower one may become visible
 * after a higher one. Reading in the order (transaction, position), and only what was written by transactions older than
 * every one still running, skips none: what is read is final.
 */
export interface Place {
  writtenBy: string
  position: string
}

export interface Change extends Place {
  workspaceId: string
  kind: ChangeKind
  id: string
}

interface Row {
  position: string
  written_by: string
  workspace_id: string
  kind: ChangeKind
  entity_id: string
  settled: boolean
}

export const START: Place = { writtenBy: '0', position: '0' }

/**
 * What was written after a place, in stream order. `unsettled` = more was seen whose turn comes when an older transaction
 * has ended; nobody will announce that, so ask again soon.
 * (Here and below `change.` in `order by` is needed: a bare `position` would mean the selected text, "10" before "9".)
 */
export async function changesAfter(
  db: Db,
  place: Place,
  limit: number,
): Promise<{ changes: Change[]; unsettled: boolean; more: boolean }> {
  const { rows } = await sql<Row>`
    select position::text, written_by::text, workspace_id, kind, entity_id,
      written_by < pg_snapshot_xmin(pg_current_snapshot()) as settled
    from change
    where (written_by, position) > (${place.writtenBy}::xid8, ${place.position}::bigint)
    order by change.written_by, change.position
    limit ${limit}
  `.execute(db)
  const settled = rows.filter((row) => row.settled)
  return {
    changes: settled.map(toChange),
    unsettled: settled.length < rows.length,
    more: rows.length === limit,
  }
}

/** A workspace's changes after one place and up to another, at most `limit` + 1, so that a caller sees "too many". */
export async function changesBetween(
  db: Db,
  workspaceId: string,
  { after, upTo, limit }: { after: Place; upTo: Place; limit: number },
): Promise<Change[]> {
  const { rows } = await sql<Row>`
    select position::text, written_by::text, workspace_id, kind, entity_id, true as settled
    from change
    where workspace_id = ${workspaceId}
      and (written_by, position) > (${after.writtenBy}::xid8, ${after.position}::bigint)
      and (written_by, position) <= (${upTo.writtenBy}::xid8, ${upTo.position}::bigint)
    order by change.written_by, change.position
    limit ${limit + 1}
  `.execute(db)
  return rows.map(toChange)
}

/** The newest final place; of one workspace, no newer than `upTo`, when asked so. */
export async function newestPlace(db: Db, of?: { workspaceId: string; upTo: Place }): Promise<Place | null> {
  const { rows } = await sql<Pick<Row, 'position' | 'written_by'>>`
    select position::text, written_by::text from change
    where written_by < pg_snapshot_xmin(pg_current_snapshot())
      and ${of === undefined ? sql`true` : sql`workspace_id = ${of.workspaceId} and (written_by, position) <= (${of.upTo.writtenBy}::xid8, ${of.upTo.position}::bigint)`}
    order by change.written_by desc, change.position desc
    limit 1
  `.execute(db)
  return rows[0] === undefined ? null : toPlace(rows[0])
}

/** Where a client's last seen position stands, or null when it is unknown or was pruned. */
export async function placeOf(db: Db, workspaceId: string, position: string): Promise<Place | null> {
  const { rows } = await sql<Pick<Row, 'position' | 'written_by'>>`
    select position::text, written_by::text from change
    where workspace_id = ${workspaceId} and position = ${position}::bigint
  `.execute(db)
  return rows[0] === undefined ? null : toPlace(rows[0])
}

const KEEP_HOURS = 24

/**
 * Forgets what nobody will resume from: rows older than {@link KEEP_HOURS} hours, and rows of another cluster (a restored
 * backup), whose transaction numbers lie ahead of ours and would never be final.
 */
export async function pruneChanges(db: Db): Promise<void> {
  await sql`
    delete from change
    where at < now() - make_interval(hours => ${KEEP_HOURS})
      or written_by >= pg_snapshot_xmax(pg_current_snapshot())
  `.execute(db)
}

function toPlace(row: Pick<Row, 'position' | 'written_by'>): Place {
  return { writtenBy: row.written_by, position: row.position }
}

function toChange(row: Row): Change {
  return { ...toPlace(row), workspaceId: row.workspace_id, kind: row.kind, id: row.entity_id }
}
