import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db, Tx } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { plannedOnce } from '../db/planned-once.ts'
import { searchVector } from '../ingest/search-words.ts'
import type { FollowUpContent } from './follow-up-shapes.ts'

interface Existing {
  id: string
  newest: number
  /** The newest that a writer made. */
  newestWritten: number
  status: string
  isTouched: boolean
  transcriptHash: string
}

/** What a writer made of a call. */
export interface Written {
  content: FollowUpContent
  writer: string
  transcriptHash: string
  again: boolean
  /** Where a person asked for another version: the newest one at that time. */
  newest?: number | undefined
}

interface CallRef {
  id: string
  workspaceId: string
}

/**
 * Stores what a writer made of a call, once per transcript, and the call is drafted. A follow-up that a person touched
 * keeps its current version; the new one is offered beside it. Changes nothing where the call was erased or made private
 * while it was written, or where its transcript is another one by now: then that one's own job has the last word.
 */
export async function storeWritten(db: Db, clock: Clock, call: CallRef, written: Written): Promise<void> {
  const now = clock.now()
  if (await storeFirst(db, call, written, now)) return
  await db.transaction().execute(async (tx) => {
    const followUpId = await addAnother(tx, call, written, now)
    if (followUpId === null) return
    await sql`update call set ${becomesDrafted(now)} where workspace_id = ${call.workspaceId} and id = ${call.id}`.execute(
      tx,
    )
    await recordChanges(tx, call.workspaceId, [
      { kind: 'followup', id: followUpId },
      { kind: 'call', id: call.id },
    ])
  })
}

/**
 * A call's first follow-up, which is nearly every call's only one: one statement, since seven cost a worker a seventh of
 * its time (`docs/decisions/056`). Open pages are told by the caller: in the statement, all that store would wait for
 * one lock. False where nothing was stored.
 */
async function storeFirst(
  db: Db,
  call: CallRef,
  { content, writer, transcriptHash }: Written,
  now: Date,
): Promise<boolean> {
  // Both rows locked, so that a statement that waited for them judges what they are now.
  const { rows } = await sql<{ id: string }>`${plannedOnce}
    with
      written as (
        select c.id, c.workspace_id from call c join transcript t on t.call_id = c.id
        where c.workspace_id = ${call.workspaceId} and c.id = ${call.id} and ${isOpen} and t.content_hash = ${transcriptHash}
        for update of c, t),
      first as (
        insert into follow_up (id, workspace_id, call_id, transcript_hash, updated_at, search)
        select ${newId()}, workspace_id, id, ${transcriptHash}, ${now}, ${wordsToFind(content)} from written
        on conflict (call_id) do nothing
        returning id, workspace_id, call_id),
      version as (
        insert into follow_up_version (follow_up_id, version, workspace_id, content, writer, created_at)
        select id, 1, workspace_id, ${JSON.stringify(content)}::jsonb, ${writer}, ${now} from first),
      drafted as (
        update call set ${becomesDrafted(now)} from first where call.id = first.call_id),
      news as (
        insert into change (workspace_id, kind, entity_id)
        select workspace_id, 'followup', id from first union all select workspace_id, 'call', call_id from first)
    select id from first`.execute(db)
  return rows.length > 0
}

/** Null where nothing may be stored; otherwise the follow-up, changed or as it was. */
async function addAnother(tx: Tx, call: CallRef, written: Written, now: Date): Promise<string | null> {
  const existing = await readExisting(tx, call, written.transcriptHash)
  if (!existing) return null
  if (existing.transcriptHash === written.transcriptHash && !written.again) return existing.id
  if (written.again && existing.newestWritten > (written.newest ?? Infinity)) return existing.id
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
  return existing.id
}

const isOpen = sql`c.state not in ('erased', 'skipped')`

function becomesDrafted(now: Date) {
  return sql`state = 'drafted', reason = null, drafted_at = coalesce(drafted_at, ${now}), updated_at = ${now}`
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

/** The call's follow-up, with both locked; null where it has none, is open no more, or has another transcript by now. */
async function readExisting(tx: Tx, call: CallRef, transcriptHash: string): Promise<Existing | null> {
  // Locked before its versions are counted: a statement that waited for the lock would count what was there before.
  await sql`select 1 from call where workspace_id = ${call.workspaceId} and id = ${call.id} for update`.execute(
    tx,
  )
  await sql`
    select 1 from follow_up where workspace_id = ${call.workspaceId} and call_id = ${call.id} for update`.execute(
    tx,
  )
  const { rows } = await sql<Existing>`
    select f.id, f.status, f.transcript_hash as "transcriptHash",
           (select max(v.version) from follow_up_version v where v.follow_up_id = f.id) as newest,
           (select max(v.version) from follow_up_version v where v.follow_up_id = f.id and v.made_by is null) as "newestWritten",
           exists (select 1 from follow_up_version v where v.follow_up_id = f.id and v.made_by is not null) as "isTouched"
    from follow_up f join call c on c.id = f.call_id join transcript t on t.call_id = f.call_id
    where f.workspace_id = ${call.workspaceId} and f.call_id = ${call.id} and ${isOpen}
      and t.content_hash = ${transcriptHash}`.execute(tx)
  return rows[0] ?? null
}
