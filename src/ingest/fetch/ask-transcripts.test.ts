import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { systemClock } from '../../clock.ts'
import { loadConfig } from '../../config.ts'
import { readConnection } from '../../connections/connection.ts'
import { GongTranscript } from '../../gong/schemas.ts'
import { createGong } from '../../gong/client.ts'
import { createAllowance } from '../../gong/allowance/allowance.ts'
import { createJobs } from '../../jobs/jobs.ts'
import { askForTranscripts } from './ask-transcripts.ts'

test.each([
  ['erased', 'deleted'],
  ['skipped', 'private'],
])('a call that became %s (%s) while its transcript was asked for gets none', async (state, reason) => {
  await using database = await createTestDatabase()
  const { db } = database
  const now = new Date()
  await sql`insert into workspace (id, name) values ('w', 'Lumen')`.execute(db)
  await sql`insert into connection (id, workspace_id, gong, app_url) values ('c', 'w', 'real', 'https://app.gong.io')`.execute(
    db,
  )
  await sql`
    insert into call (id, workspace_id, connection_id, gong_call_id, source, waits_for, due_at, expected_at, updated_at)
    values ('call', 'w', 'c', '1', 'event', 'transcript', ${now}, ${now}, ${now})`.execute(db)
  const log = pino({ level: 'silent' })
  const config = loadConfig({}).gong
  const allowance = createAllowance({ db, rate: config.rate, log })
  const sentences = [{ start: 0, end: 900, text: 'Hello.' }]
  const deps = {
    db,
    clock: systemClock,
    log,
    config,
    jobs: createJobs({ client: { connectionString: database.url }, log }),
    tokens: { current: async () => 'a token', renew: async () => 'a token' },
    gong: {
      ...createGong({ config, allowance, clock: systemClock, log }),
      transcripts: async () => {
        await sql`update call set state = ${state}, reason = ${reason}, due_at = null`.execute(db)
        const items = [GongTranscript.parse({ callId: '1', transcript: [{ speakerId: '7', sentences }] })]
        return { items, odd: [], cursor: null, total: 1 }
      },
    },
  }
  const call = {
    id: 'call',
    gongCallId: '1',
    waitsFor: 'transcript',
    priority: 0,
    news: 1,
    asks: 0,
    dueAt: now,
  } as const
  const batch = { ask: 'transcript', lane: 'live', calls: [call] } as const
  await askForTranscripts(
    (await readConnection('c', db))!,
    { ...batch, calls: [...batch.calls] },
    deps,
    () => {},
  )
  const { rows } = await sql`
    select state, reason, due_at, (select count(*)::int from transcript) as transcripts from call`.execute(db)
  expect(rows).toEqual([{ state, reason, due_at: null, transcripts: 0 }])
})
