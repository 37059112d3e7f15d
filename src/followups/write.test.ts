import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { quickWriter } from '../../test/support/quick-writer.ts'
import { until } from '../../test/support/until.ts'
import { systemClock } from '../clock.ts'
import { writeFollowUp } from './write.ts'

const job = { workspaceId: 'w', callId: 'call' }

/** A fetched call, and a writer that counts. `meanwhile` runs while it writes. */
async function fetchedCall(meanwhile: () => Promise<unknown> = async () => {}) {
  const database = await createTestDatabase()
  const { db } = database
  const now = new Date()
  await sql`insert into workspace (id, name) values ('w', 'Lumen')`.execute(db)
  await sql`insert into connection (id, workspace_id, gong, app_url) values ('c', 'w', 'real', 'https://app.gong.io')`.execute(
    db,
  )
  await sql`
    insert into call (id, workspace_id, connection_id, gong_call_id, source, state, expected_at, updated_at)
    values ('call', 'w', 'c', '1', 'event', 'fetched', ${now}, ${now})`.execute(db)
  await sql`
    insert into transcript (call_id, workspace_id, sentences, content_hash, fetched_at)
    values ('call', 'w', '[]', 'hash', ${now})`.execute(db)
  let written = 0
  const writer: typeof quickWriter = {
    ...quickWriter,
    async write(input, signal) {
      written += 1
      await meanwhile()
      return quickWriter.write(input, signal)
    },
  }
  let announced = 0
  const announce = () => void (announced += 1)
  const deps = { db, clock: systemClock, writer, log: pino({ level: 'silent' }), announce }
  return {
    db,
    write: (again = false, newest?: number) =>
      writeFollowUp(
        { ...job, again, ...(newest === undefined ? {} : { newest }) },
        deps,
        new AbortController().signal,
      ),
    timesWritten: () => written,
    timesAnnounced: () => announced,
    async stored() {
      const { rows } = await sql<{ state: string; versions: number }>`
        select state, (select count(*)::int from follow_up_version) as versions from call`.execute(db)
      return rows[0]
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
