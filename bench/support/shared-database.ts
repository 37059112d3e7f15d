import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Pool } from 'pg'
import { openEmbedded } from '../../src/db/embedded/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { connect } from '../../src/db/open.ts'
import { packTranscript } from '../../src/ingest/packed-transcript.ts'
import { wordsOf } from '../../src/ingest/search-words.ts'
import { migrateJobs } from '../../src/jobs/jobs.ts'
import { createJobs } from '../../src/jobs/jobs.ts'
import { longTalk, randomFrom } from './talk.ts'

/** A Postgres that several processes share, as with `DATABASE_URL`. */
export interface Shared extends AsyncDisposable {
  pool: Pool
  /** For `fastfollow web` and `fastfollow worker`. */
  env: Record<string, string>
}

const log = pino({ level: 'silent' })

export async function startShared(more: Record<string, string> = {}): Promise<Shared> {
  const folder = await mkdtemp(join(tmpdir(), 'fastfollow-bench-'))
  const postgres = await openEmbedded({ dataDir: folder, as: 'server', log })
  const { db, pool } = connect(postgres.clientConfig, log, 6)
  await migrate(db, { after: () => migrateJobs(postgres.clientConfig) })
  const { host = '', user = '', database = '' } = postgres.clientConfig
  return {
    pool,
    env: {
      DATABASE_URL: `postgresql://${user}@localhost/${String(database)}?host=${encodeURIComponent(host)}`,
      SECRET_KEY: randomBytes(32).toString('base64url'),
      GONG_APP_URL: 'http://localhost:9',
      LOG_LEVEL: 'warn',
      ...more,
    },
    async [Symbol.asyncDispose]() {
      await db.destroy()
      await postgres.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const DIFFERENT = 50

/** Calls that were fetched and wait for their follow-up, each with its job, in place of those of the round before. */
export async function prepareCalls(shared: Shared, calls: number, words: number): Promise<void> {
  const { pool } = shared
  await pool.query(`delete from workspace where id = 'bench'; truncate jobs.job`)
  await pool.query(`insert into workspace (id, name, created_at) values ('bench', 'Bench', now());
    insert into connection (id, workspace_id, gong, app_url) values ('bench', 'bench', 'simulator', '')`)
  const random = randomFrom(3)
  const talks = Array.from({ length: DIFFERENT }, (_, n) => {
    const sentences = longTalk(words, random)
    return {
      n,
      packed: packTranscript(sentences).toString('base64'),
      words: wordsOf(sentences.map((sentence) => sentence.text).join('\n')),
    }
  })
  const speakers = ['6432345678901234567', '7432345678901234561', '5432345678901234562']
  const parties = speakers.map((speakerId, n) => ({
    speakerId,
    gongUserId: null,
    name: ['Anna Berg', 'Maya Lindqvist', 'Tom Moore'][n],
    email: ['anna@lumen.example', 'maya@northwind.example', 'tom@northwind.example'][n],
    title: null,
    company: n === 0 ? 'Lumen' : 'Northwind',
    side: n === 0 ? 'ours' : 'theirs',
    attended: true,
    isHost: n === 0,
  }))
  await pool.query(
    `insert into call (id, workspace_id, connection_id, gong_call_id, state, source, title, started_at, duration_s, language, parties,
       expected_at, details_at, fetched_at, updated_at)
     select 'call' || n, 'bench', 'bench', n::text, 'fetched', 'event', 'Northwind: demo', now() - interval '1 hour', 1800, 'eng', $2::jsonb,
       now(), now(), now(), now() from generate_series(1, $1::int) n`,
    [calls, JSON.stringify(parties)],
  )
  await pool.query(
    `insert into transcript (call_id, workspace_id, packed, content_hash, search, fetched_at)
     select 'call' || c, 'bench', decode(t.packed, 'base64'), 'hash', array_to_tsvector(t.words), now()
     from generate_series(1, $2::int) c join json_to_recordset($1::json) as t (n integer, packed text, words text[]) on t.n = c % ${DIFFERENT}`,
    [JSON.stringify(talks), calls],
  )
  await addJobs(shared, calls)
  await pool.query('analyze')
}

async function addJobs(shared: Shared, calls: number): Promise<void> {
  const { db } = connect({ connectionString: shared.env['DATABASE_URL'] ?? '' }, log, 2)
  const jobs = createJobs({ client: { connectionString: shared.env['DATABASE_URL'] ?? '' }, log })
  await jobs.start()
  const payloads = Array.from({ length: calls }, (_, n) => ({ workspaceId: 'bench', callId: `call${n + 1}` }))
  for (let from = 0; from < calls; from += 500)
    await jobs.add(db, 'follow-up-write', payloads.slice(from, from + 500))
  await jobs.stop(2_000)
  await db.destroy()
}
