import type { Pool } from 'pg'
import { packTranscript } from '../../src/ingest/packed-transcript.ts'
import { wordsOf } from '../../src/ingest/search-words.ts'
import { withoutIndexes } from './many-calls.ts'
import { longTalk, randomFrom } from './talk.ts'

const WORDS = 8_000
/** So many different conversations; their rows are as large as if all were different, only the index of words is not. */
const DIFFERENT = 200

/** Gives every call without one a transcript of 8,000 words, packed as the product packs it. */
export async function addTranscripts(pool: Pool): Promise<void> {
  const random = randomFrom(7)
  const talks = Array.from({ length: DIFFERENT }, (_, n) => {
    const sentences = longTalk(WORDS, random)
    const text = sentences.map((sentence) => sentence.text).join('\n')
    return {
      n,
      packed: packTranscript(sentences).toString('base64'),
      letters: text.length,
      words: wordsOf(text),
    }
  })
  await withoutIndexes(pool, ['transcript'], async (client) => {
    await client.query(
      `insert into transcript (call_id, workspace_id, packed, letters, content_hash, search, fetched_at)
     select c.id, c.workspace_id, decode(t.packed, 'base64'), t.letters, 'hash',
       array_to_tsvector(t.words || ('heard' || c.gong_call_id)), now()
     from json_to_recordset($1::json) as t (n integer, packed text, letters integer, words text[])
       join (select *, row_number() over (order by id) % ${DIFFERENT} as n from call where state = 'drafted') c on c.n = t.n
     on conflict do nothing`,
      [JSON.stringify(talks)],
    )
  })
}

/** Bytes on disk for each call: rows, what Postgres moved out of them, and indexes. */
export async function bytesByCall(
  pool: Pool,
): Promise<{ transcript: number; search: number; others: number }> {
  const { rows } = await pool.query<{
    transcripts: number
    calls: number
    rows: number
    words: number
    others: number
  }>(`
    select (select count(*)::int from transcript) as transcripts, (select count(*)::int from call) as calls,
      pg_table_size('transcript')::float8 as rows,
      (select sum(pg_column_size(search))::float8 from transcript) + pg_relation_size('transcript_search')::float8 as words,
      (pg_total_relation_size('call') + pg_total_relation_size('follow_up') + pg_total_relation_size('follow_up_version'))::float8 as others`)
  const { transcripts, calls, ...size } = rows[0]!
  const words = size.words / transcripts
  const index = await pool.query<{ bytes: number }>(
    `select pg_relation_size('transcript_search')::float8 as bytes`,
  )
  return {
    transcript: size.rows / transcripts - (words - index.rows[0]!.bytes / transcripts),
    search: words,
    others: size.others / calls,
  }
}
