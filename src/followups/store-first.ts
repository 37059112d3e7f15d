import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { plannedOnce } from '../db/planned-once.ts'
import { wordsOf } from '../ingest/search-words.ts'
import type { FollowUpContent } from './follow-up-shapes.ts'
import { textToFind } from './text-to-find.ts'
import type { CallRef } from './writer-input.ts'

/** A call's first follow-up, as its writer made it. */
export interface First extends CallRef {
  transcriptHash: string
  content: FollowUpContent
  writer: string
}

/**
 * Calls' first follow-ups, which are nearly every call's only ones: one statement for all of them, since a statement
 * costs about as much as what it stores (`docs/decisions/056`). Open pages are told by the caller: in the statement, all
 * that store would wait for one lock.
 *
 * Answers for each whether it was stored. It is not where the call has a follow-up, is open no more, has another transcript,
 * or is held by somebody else: a statement that waited for one call would keep the others waiting, and two could wait for
 * each other's.
 */
export async function storeFirst(firsts: First[], db: Db, now: Date): Promise<boolean[]> {
  const rows = firsts.map(({ workspaceId, callId, transcriptHash, writer }) => ({
    id: newId(),
    workspace_id: workspaceId,
    call_id: callId,
    transcript_hash: transcriptHash,
    writer,
  }))
  // A line each, beside the rows: as a part of them Postgres would read all twice. JSON and words have no line break.
  const contents = firsts.map(({ content }) => JSON.stringify(content)).join('\n')
  const words = firsts.map(({ content }) => wordsOf(textToFind(content)).join(' ')).join('\n')
  const { rows: stored } = await sql<{ id: string }>`${plannedOnce}
    with
      came as (
        select * from rows from (
          json_to_recordset(${JSON.stringify(rows)}::json) as (
            id text, workspace_id text, call_id text, transcript_hash text, writer text),
          string_to_table(${contents}, E'\n'),
          string_to_table(${words}, E'\n')
        ) as r (id, workspace_id, call_id, transcript_hash, writer, content, words)),
      written as (
        select came.* from came cross join lateral (
          select from call c join transcript t on t.call_id = c.id
          where c.workspace_id = came.workspace_id and c.id = came.call_id and ${isOpen}
            and t.content_hash = came.transcript_hash
          for update of c, t skip locked) as held),
      first as (
        insert into follow_up (id, workspace_id, call_id, transcript_hash, updated_at, search)
        select id, workspace_id, call_id, transcript_hash, ${now},
          array_to_tsvector(string_to_array(coalesce(words, ''), ' ')) from written
        on conflict (call_id) do nothing
        returning id, workspace_id, call_id),
      version as (
        insert into follow_up_version (follow_up_id, version, workspace_id, content, writer, created_at)
        select id, 1, written.workspace_id, content::jsonb, writer, ${now} from written join first using (id)),
      drafted as (
        update call set ${becomesDrafted(now)} where id = any (array(select call_id from first))),
      news as (
        insert into change (workspace_id, kind, entity_id)
        select workspace_id, 'followup', id from first union all select workspace_id, 'call', call_id from first)
    select id from first`.execute(db)
  const ids = new Set(stored.map(({ id }) => id))
  return rows.map(({ id }) => ids.has(id))
}

export const isOpen = sql`c.state not in ('erased', 'skipped')`

export function becomesDrafted(now: Date) {
  return sql`state = 'drafted', reason = null, drafted_at = coalesce(drafted_at, ${now}), updated_at = ${now}`
}
