import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Tx } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { searchVector } from '../ingest/search-words.ts'
import type { FollowUpContent } from './follow-up-shapes.ts'

interface Existing {
  id: string
  version: number
  newest: number
  /** The newest that a writer made. */
  newestWritten: number
  status: string
  isTouched: boolean
  transcriptHash: string
}

/**
 * Stores what a writer made of a call, once per transcript. A follow-up that a person touched keeps its current
 * version; the new one is offered beside it. Runs in the caller's transaction, with the call's row locked.
 */
export async function storeWritten(
  tx: Tx,
  clock: Clock,
  call: { id: string; workspaceId: string },
  written: {
    content: FollowUpContent
    writer: string
    transcriptHash: string
    again: boolean
    /** Where a person asked for another version: the newest one at that time. */
    newest?: number | undefined
  },
): Promise<void> {
  const existing = await readExisting(tx, call)
  const now = clock.now()
  if (!existing) {
    const id = newId()
    await sql`
      insert into follow_up (id, workspace_id, call_id, transcript_hash, updated_at, search)
      values (${id}, ${call.workspaceId}, ${call.id}, ${written.transcriptHash}, ${now}, ${wordsToFind(written.content)})`.execute(
      tx,
    )
    await addVersion(tx, call.workspaceId, id, 1, written.content, written.writer, null, now)
    return recordChanges(tx, call.workspaceId, [{ kind: 'followup', id }])
  }
  if (existing.transcriptHash === written.transcriptHash && !written.again) return
  if (written.again && existing.newestWritten > (written.newest ?? Infinity)) return
  const version = existing.newest + 1
  await addVersion(tx, call.workspaceId, existing.id, version, written.content, written.writer, null, now)
  const becomesCurrent = !existing.isTouched && existing.status === 'draft'
  await sql`
    update follow_up
    set version = case when ${becomesCurrent} then ${version} else version end,
        search = case when ${becomesCurrent} then ${wordsToFind(written.content)} else search end,
        offered_version = case when ${becomesCurrent} then null else ${version}::integer end,
        transcript_hash = ${written.transcriptHash}, updated_at = ${now}
    where workspace_id = ${call.workspaceId} and id = ${existing.id}`.execute(tx)
  await recordChanges(tx, call.workspaceId, [{ kind: 'followup', id: existing.id }])
}

/** By which words a call is found through its follow-up. */
export function wordsToFind({ subject, sentences, items, questions, decisions }: FollowUpContent) {
  const texts = [...sentences, ...items, ...questions, ...decisions].map(({ text }) => text)
  return searchVector([subject, ...texts].join('\n'))
}

/** Adds a version. `madeBy` is the person, or null for a writer. */
export async function addVersion(
  tx: Tx,
  workspaceId: string,
  followUpId: string,
  version: number,
  content: FollowUpContent,
  writer: string,
  madeBy: string | null,
  at: Date,
): Promise<void> {
  await sql`
    insert into follow_up_version (follow_up_id, version, workspace_id, content, writer, made_by, created_at)
    values (${followUpId}, ${version}, ${workspaceId}, ${JSON.stringify(content)}::jsonb, ${writer}, ${madeBy}, ${at})`.execute(
    tx,
  )
}

async function readExisting(tx: Tx, call: { id: string; workspaceId: string }): Promise<Existing | null> {
  // Locked before its versions are counted: a statement that waited for the lock would count what was there before.
  await sql`
    select 1 from follow_up where workspace_id = ${call.workspaceId} and call_id = ${call.id} for update`.execute(
    tx,
  )
  const { rows } = await sql<Existing>`
    select f.id, f.version, f.status, f.transcript_hash as "transcriptHash",
           (select max(v.version) from follow_up_version v where v.follow_up_id = f.id) as newest,
           (select max(v.version) from follow_up_version v where v.follow_up_id = f.id and v.made_by is null) as "newestWritten",
           exists (select 1 from follow_up_version v where v.follow_up_id = f.id and v.made_by is not null) as "isTouched"
    from follow_up f where f.workspace_id = ${call.workspaceId} and f.call_id = ${call.id}`.execute(tx)
  return rows[0] ?? null
}
