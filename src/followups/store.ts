import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db, Tx } from '../db/db.ts'
import { createGroupCommit } from '../db/group-commit.ts'
import { searchVector } from '../ingest/search-words.ts'
import type { FollowUpContent } from './follow-up-shapes.ts'
import { becomesDrafted, isOpen, storeFirst, type First } from './store-first.ts'
import { textToFind } from './text-to-find.ts'
import type { CallRef } from './writer-input.ts'

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
export interface Written extends First {
  /** The call had no follow-up when it was read. */
  isFirst: boolean
  /** A person asked for another version. */
  again: boolean
  /** The newest one when they asked. */
  newest?: number | undefined
}

/** Half a batch of jobs: its last calls wait for none of the next batch, and new jobs come while that one is being written. */
const MOST_TOGETHER = 5
/** In which a thread writes as many short calls. */
const GATHERED_WITHIN_MS = 100

/**
 * Stores what a writer made of a call, once per transcript, and the call is drafted. A follow-up that a person touched
 * keeps its current version; the new one is offered beside it. Changes nothing where the call was erased or made private
 * while it was written, or where its transcript is another one by now: then that one's own job has the last word.
 *
 * First follow-ups share a statement with those others that are `beingWritten` at the moment, and wait a tenth of a second for
 * them at most; a lone one waits for nobody.
 */
export function createStore(
  { db, clock }: { db: Db; clock: Clock },
  beingWritten: () => number,
): (written: Written) => Promise<void> {
  const storeTogether = createGroupCommit((firsts: Written[]) => storeFirst(firsts, db, clock.now()), {
    most: MOST_TOGETHER,
    sideBySide: 2,
    // Counted from the first that waits: while none does, there is nothing to keep waiting.
    gather: { enough: (waiting) => waiting && waiting + beingWritten(), withinMs: GATHERED_WITHIN_MS },
  })
  // Few at a time: they may wait for a lock, and those that wait for none need a connection, too.
  const storeAlone = createGroupCommit(
    (batch: Written[]) => Promise.all(batch.map((written) => storeWaiting(written, db, clock.now()))),
    { most: 1, sideBySide: 2 },
  )
  return async (written) => {
    if (written.isFirst && (await storeTogether(written))) return
    await storeAlone(written)
  }
}

/** Waits for the call where somebody else holds it. */
async function storeWaiting(written: Written, db: Db, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lock(tx, written)
    const [isStored] = await storeFirst([written], tx, now)
    if (!isStored) await storeAnother(tx, written, now)
  })
}

/** Locked before anything is judged: a statement that waited for the lock would count what was there before. */
async function lock(tx: Tx, { workspaceId, callId }: CallRef): Promise<void> {
  await sql`
    select 1 from call c join transcript t on t.call_id = c.id
    where c.workspace_id = ${workspaceId} and c.id = ${callId} for update`.execute(tx)
  await sql`
    select 1 from follow_up where workspace_id = ${workspaceId} and call_id = ${callId} for update`.execute(
    tx,
  )
}

async function storeAnother(tx: Tx, written: Written, now: Date): Promise<void> {
  const followUpId = await addAnother(tx, written, now)
  if (followUpId === null) return
  const { workspaceId, callId } = written
  await sql`update call set ${becomesDrafted(now)} where workspace_id = ${workspaceId} and id = ${callId}`.execute(
    tx,
  )
  await recordChanges(tx, workspaceId, [
    { kind: 'followup', id: followUpId },
    { kind: 'call', id: callId },
  ])
}

/** Null where nothing may be stored; otherwise the follow-up, changed or as it was. */
async function addAnother(tx: Tx, written: Written, now: Date): Promise<string | null> {
  const { workspaceId, content, writer, transcriptHash } = written
  const existing = await readExisting(tx, written)
  if (!existing) return null
  if (existing.transcriptHash === transcriptHash && !written.again) return existing.id
  if (written.again && existing.newestWritten > (written.newest ?? Infinity)) return existing.id
  const version = existing.newest + 1
  await addVersion(tx, workspaceId, existing.id, version, content, writer, null, now)
  const becomesCurrent = !existing.isTouched && existing.status === 'draft'
  await sql`
    update follow_up
    set version = case when ${becomesCurrent} then ${version} else version end,
        search = case when ${becomesCurrent} then ${searchVector(textToFind(content))} else search end,
        offered_version = case when ${becomesCurrent} then null else ${version}::integer end,
        transcript_hash = ${transcriptHash}, updated_at = ${now}
    where workspace_id = ${workspaceId} and id = ${existing.id}`.execute(tx)
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

/** The call's follow-up; null where it has none, is open no more, or has another transcript by now. */
async function readExisting(
  tx: Tx,
  { workspaceId, callId, transcriptHash }: First,
): Promise<Existing | null> {
  const { rows } = await sql<Existing>`
    select f.id, f.status, f.transcript_hash as "transcriptHash",
           (select max(v.version) from follow_up_version v where v.follow_up_id = f.id) as newest,
           (select max(v.version) from follow_up_version v where v.follow_up_id = f.id and v.made_by is null) as "newestWritten",
           exists (select 1 from follow_up_version v where v.follow_up_id = f.id and v.made_by is not null) as "isTouched"
    from follow_up f join call c on c.id = f.call_id join transcript t on t.call_id = f.call_id
    where f.workspace_id = ${workspaceId} and f.call_id = ${callId} and ${isOpen}
      and t.content_hash = ${transcriptHash}`.execute(tx)
  return rows[0] ?? null
}
