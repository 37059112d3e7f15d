import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db, Tx } from '../db/db.ts'
import { createGroupCommit } from '../db/group-commit.ts'
import { searchVector } from '../ingest/search-words.ts'
import type { FollowUpContent } from './follow-up-shapes.ts'
import { becomesDrafted, isOpen, storeFirst, type First } from './store-first.ts'
import { textToFind } from './text-to-find.ts'

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

export type Store = (call: CallRef, written: Written) => Promise<void>

/** As many as a thread writes in a tenth of a second, and a batch of jobs has. */
const MOST_TOGETHER = 10
const GATHERED_WITHIN_MS = 100

/**
 * Stores what a writer made of a call, once per transcript, and the call is drafted. A follow-up that a person touched
 * keeps its current version; the new one is offered beside it. Changes nothing where the call was erased or made private
 * while it was written, or where its transcript is another one by now: then that one's own job has the last word.
 *
 * First follow-ups share a statement with those that are `beingWritten` at the moment, and wait a tenth of a second for
 * them at most; a lone one waits for nobody.
 */
export function createStore({ db, clock }: { db: Db; clock: Clock }, beingWritten: () => number): Store {
  const storeTogether = createGroupCommit(
    (firsts: First[]) => storeFirst(firsts, db, clock.now(), { waits: false }),
    {
      most: MOST_TOGETHER,
      sideBySide: 2,
      gather: { until: (waiting) => waiting + beingWritten(), withinMs: GATHERED_WITHIN_MS },
    },
  )
  return async (call, written) => {
    const first: First = { workspaceId: call.workspaceId, callId: call.id, ...written }
    if (await storeTogether(first)) return
    const [isStored] = await storeFirst([first], db, clock.now(), { waits: true })
    if (!isStored) await storeAnother(db, call, written, clock.now())
  }
}

async function storeAnother(db: Db, call: CallRef, written: Written, now: Date): Promise<void> {
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
        search = case when ${becomesCurrent} then ${searchVector(textToFind(written.content))} else search end,
        offered_version = case when ${becomesCurrent} then null else ${version}::integer end,
        transcript_hash = ${written.transcriptHash}, updated_at = ${now}
    where workspace_id = ${call.workspaceId} and id = ${existing.id}`.execute(tx)
  return existing.id
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
