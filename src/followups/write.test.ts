import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { call as spoken, stored } from '../../test/support/spoken-call.ts'
import { quickWriter } from '../../test/support/quick-writer.ts'
import { until } from '../../test/support/until.ts'
import { systemClock } from '../clock.ts'
import { wordsOf } from '../ingest/search-words.ts'
import { createStore } from './store.ts'
import { createWriting, type WriteJob } from './write.ts'

const job = { workspaceId: 'w', callId: 'call' }
const never = new AbortController().signal
/** What the writer of these tests says, below the call's title. */
const THANKS = 'Thank you for today.'

/** Fetched calls, of which most tests need the first, and a writer that counts. `meanwhile` runs while it writes. */
async function fetchedCall(meanwhile: () => Promise<unknown> = async () => {}, callIds = ['call']) {
  const database = await createTestDatabase()
  const { db } = database
  const now = new Date()
  await sql`insert into workspace (id, name) values ('w', 'Lumen')`.execute(db)
  await sql`insert into connection (id, workspace_id, gong, app_url) values ('c', 'w', 'real', 'https://app.gong.io')`.execute(
    db,
  )
  await sql`
    insert into call (id, workspace_id, connection_id, gong_call_id, source, state, title, expected_at, updated_at)
    select id, 'w', 'c', id, 'event', 'fetched', id, ${now}, ${now} from unnest(${callIds}::text[]) id`.execute(
    db,
  )
  await sql`
    insert into transcript (call_id, workspace_id, sentences, content_hash, fetched_at)
    select id, 'w', '[]', 'hash', ${now} from unnest(${callIds}::text[]) id`.execute(db)
  let written = 0
  const writer: typeof quickWriter = {
    ...quickWriter,
    async write(input, signal) {
      written += 1
      await meanwhile()
      const content = await quickWriter.write(input, signal)
      const subject = input.call.title ?? content.subject
      return { ...content, subject, ...(wordsOf(subject).length === 0 ? { sentences: [] } : {}) }
    },
  }
  let announced = 0
  const announce = () => void (announced += 1)
  const write = createWriting({ db, clock: systemClock, writer, log: pino({ level: 'silent' }), announce })
  return {
    db,
    write: (again = false, newest?: number) =>
      write({ ...job, again, ...(newest === undefined ? {} : { newest }) }, never),
    async writeAll(ids = callIds) {
      const { rows } =
        await sql<WriteJob>`select id as "callId", workspace_id as "workspaceId" from call`.execute(db)
      const jobOf = new Map(rows.map((row) => [row.callId, row]))
      return Promise.allSettled(ids.map((callId) => write(jobOf.get(callId)!, never)))
    },
    writeOf: (workspaceId: string) => write({ workspaceId, callId: 'call' }, never),
    timesWritten: () => written,
    timesAnnounced: () => announced,
    async stored() {
      const { rows } = await sql<{ state: string; versions: number }>`
        select state, (select count(*)::int from follow_up_version) as versions from call`.execute(db)
      return rows[0]
    },
    async subjects() {
      const { rows } = await sql<{ callId: string; subject: string }>`
        select f.call_id as "callId", v.content ->> 'subject' as subject
        from follow_up f join follow_up_version v on v.follow_up_id = f.id order by f.call_id`.execute(db)
      return rows.map(({ callId, subject }) => [callId, subject])
    },
    [Symbol.asyncDispose]: () => database.drop(),
  }
}

test('a job that comes twice is written once; when a person asks, it is written again', async () => {
  await using call = await fetchedCall()
  await call.write()
  await call.write()
  expect(call.timesWritten()).toBe(1)
  expect(call.timesAnnounced()).toBe(1)
  expect(await call.stored()).toEqual({ state: 'drafted', versions: 1 })
  await call.write(true)
  expect(call.timesWritten()).toBe(2)
  expect(await call.stored()).toEqual({ state: 'drafted', versions: 2 })
})

test('a job that a person asked for and that comes again after its commit makes no second version', async () => {
  await using call = await fetchedCall()
  await call.write()
  await call.write(true, 1)
  await call.write(true, 1)
  expect(call.timesWritten()).toBe(2)
  expect(await call.stored()).toEqual({ state: 'drafted', versions: 2 })
  await call.write(true, 2)
  expect(await call.stored()).toEqual({ state: 'drafted', versions: 3 })
})

test.each(['skipped', 'erased'])(
  'a call that became %s while it was written gets no follow-up',
  async (state) => {
    let change = (): Promise<unknown> => Promise.resolve()
    await using call = await fetchedCall(() => change())
    change = () => sql`update call set state = ${state}, reason = 'private'`.execute(call.db)
    await call.write()
    expect(await call.stored()).toEqual({ state, versions: 0 })
  },
)

test('a transcript that changed while the follow-up was written leaves the word to its own job', async () => {
  let change = (): Promise<unknown> => Promise.resolve()
  await using call = await fetchedCall(() => change())
  change = () => sql`update transcript set content_hash = 'newer'`.execute(call.db)
  await call.write()
  expect(await call.stored()).toEqual({ state: 'fetched', versions: 0 })
  change = () => Promise.resolve()
  await call.write()
  expect(await call.stored()).toEqual({ state: 'drafted', versions: 1 })
})

test.each(["update transcript set content_hash = 'newer'", "update call set state = 'erased'"])(
  'storing that waits for another transaction judges what that one left: %s',
  async (change) => {
    await using call = await fetchedCall()
    let writing: Promise<void> | undefined
    await call.db.transaction().execute(async (tx) => {
      await sql`select from call for update`.execute(tx)
      writing = call.write()
      await until('the store to wait', async () => {
        const { rows } = await sql<{ waits: boolean }>`
          select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waits`.execute(
          call.db,
        )
        return rows[0]?.waits
      })
      await sql.raw(change).execute(tx)
    })
    await writing
    expect(await call.stored()).toMatchObject({ versions: 0 })
  },
)

test('open pages hear of a follow-up and its call, once each', async () => {
  await using call = await fetchedCall()
  await call.write()
  const { rows } = await sql<{ kind: string }>`select kind from change order by position`.execute(call.db)
  expect(rows.map(({ kind }) => kind)).toEqual(['followup', 'call'])
})

test('a transcript that this version can not unpack is left to the job engine, and its call does not fail', async () => {
  await using call = await fetchedCall(async () => {
    throw Object.assign(new Error('packed by a newer version'), { name: 'UnreadableTranscript' })
  })
  await expect(call.write()).rejects.toThrow('newer')
  expect(await call.stored()).toEqual({ state: 'fetched', versions: 0 })
})

/** Holds who comes until so many are there, and lets one go after the other, as a writing thread does. */
function oneByOne(size: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let came = 0
  return async () => {
    came += 1
    const turn = came
    if (came === size) resolve()
    await promise
    for (let passed = 0; passed < turn; passed += 1) await setImmediate()
  }
}

test('calls that are written at the same time get each their own follow-up', async () => {
  // What could end a line or a word, and a call with no word at all, would give one call's words to another.
  const odd = ['…', 'a\r\nb', 'c\u2028d', 'e\u0085f', `g'h"i\\j`, 'k\tl']
  const callIds = [...odd, ...Array.from({ length: 17 }, (_, n) => `call${n}`)]
  await using calls = await fetchedCall(oneByOne(23), callIds)
  await sql`insert into workspace (id, name) values ('w2', 'Another')`.execute(calls.db)
  await sql`update call set workspace_id = 'w2' where id like 'call1%'`.execute(calls.db)
  await calls.writeAll()
  expect(await calls.subjects()).toEqual(callIds.toSorted().map((id) => [id, id]))
  expect(calls.timesWritten()).toBe(23)
  const { rows } = await sql<{ callId: string; words: string[]; isOwn: boolean }>`
    select f.call_id as "callId", tsvector_to_array(f.search) as words,
      f.workspace_id = c.workspace_id and v.workspace_id = c.workspace_id as "isOwn"
    from follow_up f join call c on c.id = f.call_id join follow_up_version v on v.follow_up_id = f.id`.execute(
    calls.db,
  )
  for (const { callId, words, isOwn } of rows) {
    const said = callId === '…' ? '' : THANKS
    expect(words.toSorted()).toEqual(wordsOf(`${callId}\n${said}`).toSorted())
    expect(isOwn).toBe(true)
  }
})

test('a follow-up waits for another that is being written, and both are stored in one transaction', async () => {
  await using calls = await fetchedCall(undefined, ['first', 'second'])
  const content = await quickWriter.write(stored(spoken('ben: Hi.')), never)
  const written = (callId: string) => ({
    workspaceId: 'w',
    callId,
    transcriptHash: 'hash',
    content,
    writer: 'quick',
    isFirst: true,
    again: false,
  })
  let onTheirWay = 1
  const store = createStore({ db: calls.db, clock: systemClock }, () => onTheirWay)
  const first = store(written('first'))
  onTheirWay = 0
  await Promise.all([first, store(written('second'))])
  const { rows } = await sql<{ transactions: number }>`
    select count(distinct xmin::text)::int as transactions from follow_up`.execute(calls.db)
  expect(rows).toEqual([{ transactions: 1 }])
})

test('a follow-up without a single word is stored', async () => {
  await using calls = await fetchedCall(undefined, ['…'])
  await calls.writeAll()
  expect(await calls.subjects()).toEqual([['…', '…']])
})

test('a call that comes twice in one moment gets one follow-up', async () => {
  await using calls = await fetchedCall(oneByOne(3), ['once', 'twice'])
  const outcomes = await calls.writeAll(['once', 'twice', 'twice'])
  expect(outcomes.every(({ status }) => status === 'fulfilled')).toBe(true)
  expect((await calls.subjects()).map(([id]) => id)).toEqual(['once', 'twice'])
})

test('a call that somebody else holds keeps no other from being stored, and is stored when it is free', async () => {
  await using calls = await fetchedCall(oneByOne(3), ['free 1', 'held', 'free 2'])
  let writing: ReturnType<typeof calls.writeAll> | undefined
  await calls.db.transaction().execute(async (tx) => {
    await sql`select from call where id = 'held' for update`.execute(tx)
    writing = calls.writeAll()
    await until('the others to be stored', async () => (await calls.subjects()).length === 2)
  })
  await writing
  expect((await calls.subjects()).map(([id]) => id)).toEqual(['free 1', 'free 2', 'held'])
})

test('a follow-up that can not be stored fails alone', async () => {
  await using calls = await fetchedCall(oneByOne(3), ['good', 'bad', 'fine'])
  await sql`alter table follow_up_version add check (content ->> 'subject' <> 'bad')`.execute(calls.db)
  const outcomes = await calls.writeAll()
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((await calls.subjects()).map(([id]) => id)).toEqual(['fine', 'good'])
})

test("another workspace's call is not written", async () => {
  await using call = await fetchedCall()
  await call.writeOf('other')
  expect(call.timesWritten()).toBe(0)
  expect(await call.stored()).toEqual({ state: 'fetched', versions: 0 })
})
