import type { Pool, PoolClient } from 'pg'
import { wordsOf } from '../../src/ingest/search-words.ts'
import { randomFrom, spokenSentences } from './talk.ts'

/** How the generated calls are spread: most in the first workspace, and in each the newest last hour's worth is fresh. */
export const SHARE_OF_LARGEST = 0.7
export const OTHER_WORKSPACES = 9
/** Of the largest workspace: one head, ten managers, the rest reps under them. */
export const PEOPLE = 200
export const HEAD = personEmail(1)
export const MANAGER = personEmail(2)
export const REP = personEmail(30)
const COMPANIES = 20_000
/** Follow-ups are made of so many different texts; each has a reference of its own beside. */
const TEXTS = 2_000
/** A million calls are three years. */
const SECONDS_BETWEEN = 95

export function personEmail(n: number): string {
  return `person${n}@lumen.example`
}

/** Makes the other workspaces, each workspace's connection (not connected: nobody asks Gong) and its people at Gong. */
export async function makeWorkspaces(pool: Pool, largestId: string): Promise<void> {
  await pool.query(
    `insert into workspace (id, name, created_at)
     select 'bench-' || n, 'Company ' || n, now() from generate_series(1, ${OTHER_WORKSPACES}) n`,
  )
  await pool.query(
    `insert into connection (id, workspace_id, gong, app_url)
     select 'bench-connection-' || row_number() over (order by id <> $1, id) - 1, id, 'simulator', '' from workspace`,
    [largestId],
  )
  await pool.query(
    `insert into gong_user (connection_id, workspace_id, gong_user_id, email, name, manager_id, seen_at)
     select 'bench-connection-0', $1, 'user' || n, 'person' || n || '@lumen.example', 'Person ' || n,
       case when n = 1 then null when n <= 11 then 'user1' else 'user' || 2 + n % 10 end, now()
     from generate_series(1, ${PEOPLE}) n`,
    [largestId],
  )
  await makeTexts(pool)
}

async function makeTexts(pool: Pool): Promise<void> {
  const random = randomFrom(11)
  const sentences = spokenSentences()
  const pick = () => sentences[Math.floor(random() * sentences.length)]!
  const evidence = [{ sentence: 12, startMs: 61_000, endMs: 64_000, speaker: 'Maya Lindqvist' }]
  const texts = Array.from({ length: TEXTS }, () => {
    const mail = Array.from({ length: 6 }, pick)
    const promises = Array.from({ length: 2 }, pick)
    return {
      words: wordsOf([...mail, ...promises].join(' ')),
      content: {
        to: [{ name: 'Maya Lindqvist', email: 'maya@northwind.example' }],
        language: 'en',
        sentences: mail.map((text) => ({
          text,
          kind: 'grounded',
          placement: 'continues',
          evidence,
          hint: null,
        })),
        items: promises.map((text) => ({
          side: random() < 0.6 ? 'ours' : 'theirs',
          text,
          owner: null,
          dueDate: null,
          dueWords: null,
          evidence,
          kind: 'grounded',
        })),
        questions: [],
        decisions: [],
        nextMeeting: null,
        notes: [],
      },
    }
  })
  await pool.query('create table bench_text (n integer primary key, words tsvector, content jsonb)')
  await pool.query(
    `insert into bench_text select t.n - 1, array_to_tsvector(array(select jsonb_array_elements_text(t.each -> 'words'))), t.each -> 'content'
     from jsonb_array_elements($1::jsonb) with ordinality t (each, n)`,
    [JSON.stringify(texts)],
  )
}

/**
 * Adds calls number `from` up to and without `to`, with their follow-ups; number 0 is the newest. Straight into the tables,
 * with the indexes made afterwards: a million take about two minutes.
 */
export async function addCalls(pool: Pool, from: number, to: number): Promise<void> {
  await withoutIndexes(pool, ['call', 'follow_up'], async (client) => {
    // In one transaction, whose `now()` is one: ids are made of times.
    await client.query('begin')
    await client.query(insertCalls, [from, to])
    await client.query(insertFollowUps, [from, to])
    await client.query(insertVersions, [from, to])
    await client.query('commit')
  })
}

/** Unique keys stay; triggers and foreign keys rest meanwhile, since the rows fit by their making. */
export async function withoutIndexes(
  pool: Pool,
  tables: string[],
  work: (client: PoolClient) => Promise<void>,
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(
      `set statement_timeout = 0; set maintenance_work_mem = '1GB'; set session_replication_role = replica`,
    )
    const { rows } = await client.query<{ name: string; definition: string }>(
      `select indexname as name, indexdef as definition from pg_indexes
       where tablename = any($1) and schemaname = current_schema() and indexdef not like 'CREATE UNIQUE%'`,
      [tables],
    )
    for (const { name } of rows) await client.query(`drop index ${name}`)
    await work(client)
    for (const { definition } of rows) await client.query(definition)
    await client.query('vacuum analyze')
  } finally {
    client.release(true)
  }
}

/** A number between 0 and 1 that belongs to call `n` and purpose `k`. */
const h = (k: number): string => `((hashint8(n * 64 + ${k}) & 1073741823)::float8 / 1073741824)`

/** Version 7 UUIDs of the call's time, as the product makes them: rows of one time lie together in an index. */
const idOf = (kind: string): string => `(lpad(to_hex((extract(epoch from d.at) * 1000)::bigint), 12, '0')
  || '-7000-8000-${kind}' || lpad(to_hex(d.n), 8, '0'))`

const numbers = `
  select n, case when ${h(1)} < ${SHARE_OF_LARGEST} then 0 else 1 + floor(${h(2)} * ${OTHER_WORKSPACES})::int end as w,
    now() - interval '1 hour' - n * interval '${SECONDS_BETWEEN} seconds' as at,
    2 + floor(${h(3)} * ${PEOPLE - 1})::int as host, 2 + floor(${h(4)} * ${PEOPLE - 1})::int as mate, ${h(5)} < 0.4 as has_mate,
    floor(power(${h(6)}, 3) * ${COMPANIES})::int as company, floor(${h(7)} * 8)::int as kind, ${h(8)} as fate, ${h(9)} as status
  from generate_series($2::int - 1, $1::int, -1) n`

const insertCalls = `
  insert into call (id, workspace_id, connection_id, gong_call_id, state, reason, waits_for, due_at, priority, follow_up_wanted, source,
    title, url, started_at, duration_s, direction, scope, language, is_private, host_gong_user_id, company, parties,
    gong_user_ids, our_emails, search, announced_at, expected_at, details_at, fetched_at, drafted_at, updated_at)
  select ${idOf('0')}, k.workspace_id, k.id, (8000000000000000000 + n)::text, state,
    case state when 'skipped' then case when fate < 0.04 then 'internal_only' else 'not_wanted' end when 'failed' then 'transcript_never_came' end,
    'transcript', case when state = 'expected' then at + interval '2 hours' end, case when is_history then 2 else 0 end, state <> 'skipped',
    case when is_history then 'backfill' else 'event' end,
    name || ': ' || kind_name || ' ref' || n, 'https://app.gong.example/call?id=' || n, at, 600 + n % 3000, 'Conference', 'External', 'eng', false,
    'user' || host, name,
    jsonb_build_array(
      jsonb_build_object('speakerId', '1', 'gongUserId', 'user' || host, 'name', 'Person ' || host, 'email', 'person' || host || '@lumen.example',
        'title', 'Account Executive', 'company', 'Lumen', 'side', 'ours', 'attended', true, 'isHost', true),
      jsonb_build_object('speakerId', '2', 'gongUserId', null, 'name', guest, 'email', lower(replace(guest, ' ', '.')) || '@' || domain,
        'title', 'Head of Operations', 'company', name, 'side', 'theirs', 'attended', true, 'isHost', false),
      jsonb_build_object('speakerId', '3', 'gongUserId', null, 'name', second, 'email', lower(replace(second, ' ', '.')) || '@' || domain,
        'title', 'Buyer', 'company', name, 'side', 'theirs', 'attended', false, 'isHost', false)),
    case when has_mate then array['user' || host, 'user' || mate] else array['user' || host] end,
    case when has_mate then array['person' || host || '@lumen.example', 'person' || mate || '@lumen.example'] else array['person' || host || '@lumen.example'] end,
    array_to_tsvector(string_to_array(lower(name || ' ' || kind_name || ' ref' || n || ' ' || guest || ' ' || second || ' person ' || host), ' ')
      || array['person' || host || '@lumen.example', domain]),
    case when not is_history then at + interval '50 minutes' end, at + interval '50 minutes' + case when is_history then interval '30 days' else '0' end,
    at + interval '51 minutes', case when state in ('drafted') then at + interval '51 minutes' end,
    case when state = 'drafted' then at + interval '52 minutes' end, at + interval '52 minutes'
  from (
    select v.*, c.*, (array['demo', 'discovery', 'pricing', 'renewal', 'onboarding', 'security', 'support', 'negotiation'])[1 + kind] as kind_name,
      (array['Maya', 'Lars', 'Ines', 'Tom', 'Ana', 'Jon', 'Priya', 'Omar'])[1 + company % 8] || ' ' || (array['Lindqvist', 'Costa', 'Becker', 'Novak', 'Silva'])[1 + company % 5] as guest,
      (array['Bill', 'Dana', 'Lucy', 'Samir', 'Greta', 'Hugo', 'Nils'])[1 + company % 7] || ' ' || (array['Moore', 'Fischer', 'Rossi', 'Yilmaz'])[1 + company % 4] as second,
      at < now() - interval '1 year' as is_history,
      case when n < 200 and fate < 0.2 then 'expected' when fate < 0.12 then 'skipped' when fate < 0.123 then 'failed' else 'drafted' end as state
    from (${numbers}) v, lateral (
      select (array['North', 'Bright', 'Clear', 'Silver', 'Green', 'Stone', 'River', 'High', 'Blue', 'Iron'])[1 + v.company % 10]
        || (array['wind', 'water', 'field', 'gate', 'brook', 'haven', 'ford', 'ridge', 'mill', 'wood'])[1 + v.company / 10 % 10]
        || ' ' || (array['Grocers', 'Logistics', 'Foods', 'Energy', 'Health', 'Bank', 'Media', 'Motors', 'Tools', 'Travel'])[1 + v.company / 100 % 10]
        || ' ' || v.company as name, 'customer' || v.company || '.example' as domain) c
  ) d join connection k on k.id = 'bench-connection-' || d.w
`

/** Older ones were dealt with; of the last two weeks some wait for a person. */
const insertFollowUps = `
  insert into follow_up (id, workspace_id, call_id, status, version, transcript_hash, updated_at, search)
  select ${idOf('f')}, c.workspace_id, c.id,
    case when d.at > now() - interval '14 days' then case when d.status < 0.4 then 'draft' when d.status < 0.9 then 'sent' else 'approved' end
         when status < 0.85 then 'sent' when d.status < 0.98 then 'dismissed' else 'draft' end,
    1, 'hash', d.at + interval '1 hour', t.words || array_to_tsvector(array['ref' || d.n])
  from (${numbers}) d join connection k on k.id = 'bench-connection-' || d.w
    join call c on c.connection_id = k.id and c.gong_call_id = (8000000000000000000 + n)::text
    join bench_text t on t.n = d.n % ${TEXTS}
  where c.state = 'drafted'`

const insertVersions = `
  insert into follow_up_version (follow_up_id, version, workspace_id, content, writer, created_at)
  select f.id, 1, f.workspace_id, t.content || jsonb_build_object('subject', 'Our call about ref' || d.n), 'built-in', f.updated_at
  from (${numbers}) d join connection k on k.id = 'bench-connection-' || d.w
    join follow_up f on f.id = ${idOf('f')} and f.workspace_id = k.workspace_id
    join bench_text t on t.n = d.n % ${TEXTS}
`
