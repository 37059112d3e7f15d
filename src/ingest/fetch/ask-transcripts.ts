import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Connection } from '../../connections/connection.ts'
import { gongSession } from '../../connections/session.ts'
import type { Tx } from '../../db/db.ts'
import type { GongTranscript } from '../../gong/schemas.ts'
import { lockOpenCalls } from '../lock-calls.ts'
import { packTranscript, type StoredSentence } from '../packed-transcript.ts'
import { wordsOf } from '../search-words.ts'
import type { Batch } from './choose-batch.ts'
import type { DueCall } from './due-calls.ts'
import type { FetchDeps } from './fetch-deps.ts'
import { storeAnswer } from './outcomes.ts'

/** One request for the transcripts of a batch. What is not there yet waits; what is there goes to the writer. */
export async function askForTranscripts(
  connection: Connection,
  batch: Batch,
  deps: FetchDeps,
  onSlot: () => void,
): Promise<void> {
  const page = await deps.gong.transcripts(gongSession(connection, batch.lane, deps, onSlot), () =>
    batch.calls.map((call) => call.gongCallId),
  )
  const byGongId = new Map(batch.calls.map((call) => [call.gongCallId, call]))
  const place = new Map(batch.calls.map((call, index) => [call, index]))
  // In the batch's order, newest first: Gong answers oldest first, and who waited with a recent call is served first.
  const ready = page.items
    .flatMap((transcript) => {
      const call = byGongId.get(transcript.callId)
      const sentences = readSentences(transcript)
      return call && sentences.length > 0 ? [{ call, sentences }] : []
    })
    .sort((a, b) => place.get(a.call)! - place.get(b.call)!)
  const found = await prepare(ready)
  await storeAnswer(connection, batch, { found, odd: page.odd }, deps, (tx, items) =>
    storeTranscripts(tx, connection, items, deps),
  )
}

/** A transcript as it goes into the database. */
interface Arrived {
  call: DueCall
  packed: Buffer
  letters: number
  hash: string
  words: string[]
}

/** One by one: the words of a hundred long calls take a second, in which the process must not be deaf. */
async function prepare(ready: { call: DueCall; sentences: StoredSentence[] }[]): Promise<Arrived[]> {
  const arrived: Arrived[] = []
  for (const { call, sentences } of ready) {
    const hash = createHash('sha256').update(JSON.stringify(sentences)).digest('hex')
    const text = sentences.map((sentence) => sentence.text).join('\n')
    arrived.push({
      call,
      packed: packTranscript(sentences),
      letters: text.length,
      hash,
      words: wordsOf(text),
    })
    await breathe()
  }
  return arrived
}

/** In order of time: Gong groups sentences by speaker, and people talk across each other. */
function readSentences({ transcript }: GongTranscript): StoredSentence[] {
  return transcript
    .flatMap(({ speakerId, sentences }) =>
      sentences.map(({ start, end, text }) => ({
        speakerId,
        startMs: toMs(start),
        endMs: toMs(end),
        text: text.trim(),
      })),
    )
    .filter((sentence) => sentence.text !== '')
    .sort((a, b) => a.startMs - b.startMs)
}

/** No call lasts longer than a day; a time beyond says that the clock behind it was wrong. */
const LONGEST_MS = 86_400_000

function toMs(time: number): number {
  return Math.round(Math.min(Math.max(0, time), LONGEST_MS))
}

/**
 * Stores transcripts and, in the same transaction, the jobs that write from them. Twice is the same as once. A call
 * that was erased or made private while Gong was asked gets none. A few statements for a page of 100, however full.
 */
async function storeTranscripts(
  tx: Tx,
  connection: Connection,
  items: Arrived[],
  deps: FetchDeps,
): Promise<void> {
  const open = await lockOpenCalls(
    tx,
    connection.workspaceId,
    items.map(({ call }) => call.id),
  )
  const kept = items.filter(({ call }) => open.get(call.id)?.isPrivate === false)
  if (kept.length === 0) return
  const now = deps.clock.now()
  const transcripts = kept.map(({ call, packed, letters, hash, words }) => ({
    id: call.id,
    packed: packed.toString('base64'),
    letters,
    hash,
    words,
  }))
  await sql`
    insert into transcript (call_id, workspace_id, packed, letters, content_hash, search, fetched_at)
    select t.id, ${connection.workspaceId}, decode(t.packed, 'base64'), t.letters, t.hash, array_to_tsvector(t.words), ${now}
    from json_to_recordset(${JSON.stringify(transcripts)}::json) as t (id text, packed text, letters integer, hash text, words text[])
    on conflict (call_id) do update
      set packed = excluded.packed, letters = excluded.letters, sentences = null, content_hash = excluded.content_hash,
          search = excluded.search, fetched_at = excluded.fetched_at`.execute(tx)
  const stamps = JSON.stringify(kept.map(({ call, hash }) => ({ id: call.id, news: call.news, hash })))
  const isWritten = sql`exists (select 1 from follow_up f where f.call_id = call.id and f.transcript_hash = t.hash)`
  const { rows } = await sql<{ id: string; state: string; priority: number; isWritten: boolean }>`
    update call set
      state = case when state = 'drafted' then state
                   when ${isWritten} then 'drafted'
                   when not follow_up_wanted then 'skipped'
                   else 'fetched' end,
      reason = case when not follow_up_wanted and state <> 'drafted' then 'not_wanted' end,
      due_at = case when call.news = t.news then null else ${now}::timestamptz end,
      waits_for = case when call.news = t.news then waits_for else 'details' end,
      fetched_at = coalesce(fetched_at, ${now}), asks = 0, last_problem = null, updated_at = ${now}
    from jsonb_to_recordset(${stamps}::jsonb) as t (id text, news integer, hash text)
    where call.workspace_id = ${connection.workspaceId} and call.id = t.id
    returning call.id, state, priority, ${isWritten} as "isWritten"`.execute(tx)
  const place = new Map(kept.map(({ call }, index) => [call.id, index]))
  const toWrite = rows
    .filter((row) => !row.isWritten && (row.state === 'fetched' || row.state === 'drafted'))
    .sort((a, b) => place.get(a.id)! - place.get(b.id)!)
  for (const [priority, calls] of Map.groupBy(toWrite, (row) => row.priority))
    await deps.jobs.add(
      tx,
      'follow-up-write',
      calls.map(({ id }) => ({ workspaceId: connection.workspaceId, callId: id })),
      {
        priority: -priority,
      },
    )
}
