import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { systemClock } from '../clock.ts'
import { GongCallDetails } from '../gong/schemas.ts'
import { applyDetails } from './details.ts'

const connection = { id: 'c', workspaceId: 'w' }

/** A call that was read and followed up. */
async function readCall() {
  const database = await createTestDatabase()
  const { db } = database
  const now = new Date()
  await sql`insert into workspace (id, name) values ('w', 'Lumen')`.execute(db)
  await sql`insert into connection (id, workspace_id, gong, app_url) values ('c', 'w', 'real', 'https://app.gong.io')`.execute(
    db,
  )
  await sql`
    insert into call (id, workspace_id, connection_id, gong_call_id, source, state, expected_at, due_at, updated_at)
    values ('call', 'w', 'c', '1', 'event', 'drafted', ${now}, ${now}, ${now})`.execute(db)
  await sql`
    insert into transcript (call_id, workspace_id, sentences, content_hash, fetched_at)
    values ('call', 'w', '[]', 'hash', ${now})`.execute(db)
  await sql`
    insert into follow_up (id, workspace_id, call_id, transcript_hash, updated_at)
    values ('f', 'w', 'call', 'hash', ${now})`.execute(db)
  return {
    db,
    answer: (metaData: { isPrivate?: boolean }) => {
      const details = GongCallDetails.parse({
        metaData: { id: '1', title: 'Pricing', ...metaData },
        parties: [],
      })
      return db
        .transaction()
        .execute((tx) => applyDetails(tx, systemClock, connection, [{ callId: 'call', details }]))
    },
    async stored() {
      const { rows } = await sql`
        select state, reason, title, due_at is null as "isAtRest", (select count(*)::int from transcript) as transcripts,
               (select count(*)::int from follow_up) as "followUps"
        from call`.execute(db)
      return rows[0]
    },
    [Symbol.asyncDispose]: () => database.drop(),
  }
}

test('a call that became private after it was read loses what was said, at once', async () => {
  await using call = await readCall()
  await call.answer({ isPrivate: true })
  expect(await call.stored()).toEqual({
    state: 'erased',
    reason: 'private',
    title: null,
    isAtRest: true,
    transcripts: 0,
    followUps: 0,
  })
})

test('a call that was erased while Gong was asked for its details stays erased, and is not asked for again', async () => {
  await using call = await readCall()
  await sql`update call set state = 'erased', reason = 'deleted', title = null`.execute(call.db)
  await call.answer({})
  expect(await call.stored()).toMatchObject({
    state: 'erased',
    reason: 'deleted',
    title: null,
    isAtRest: true,
  })
})

test('an event in another transaction and an answer lock the same calls in the same order', async () => {
  await using call = await readCall()
  await sql`
    insert into call (id, workspace_id, connection_id, gong_call_id, source, expected_at, updated_at)
    select 'x' || n, 'w', 'c', n::text, 'event', now(), now() from generate_series(2, 40) n`.execute(call.db)
  const { rows } = await sql<{ callId: string; id: string }>`
    select id as "callId", gong_call_id as id from call order by gong_call_id collate "C"`.execute(call.db)
  const answers = rows.map(({ callId, id }) => ({
    callId,
    details: GongCallDetails.parse({ metaData: { id } }),
  }))
  const event = () =>
    call.db.transaction().execute(async (tx) => {
      for (const { callId } of rows)
        await sql`update call set news = news + 1 where id = ${callId}`.execute(tx)
    })
  const answer = () =>
    call.db.transaction().execute((tx) => applyDetails(tx, systemClock, connection, answers.toReversed()))
  await expect(Promise.all([event(), answer(), event(), answer()])).resolves.toHaveLength(4)
})
