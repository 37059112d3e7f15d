import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { systemClock } from '../clock.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { CallSource } from './call-shapes.ts'
import { expectCalls } from './expect.ts'

const connection = { id: 'k', workspaceId: 'w' }
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await sql`insert into workspace (id, name) values ('w', 'W')`.execute(database.db)
  await sql`insert into connection (id, workspace_id, gong, app_url) values ('k', 'w', 'simulator', 'http://localhost')`.execute(
    database.db,
  )
})
afterAll(() => database.drop())

interface Said {
  door: CallSource
  wanted: boolean
}
const said = fc.oneof(
  fc.record({
    door: fc.constantFrom<CallSource>('event', 'rule', 'reconcile', 'watch'),
    wanted: fc.constant(true),
  }),
  fc.record({ door: fc.constant<CallSource>('backfill'), wanted: fc.boolean() }),
)
const PRIORITY: Record<CallSource, number> = { event: 0, rule: 0, watch: 0, reconcile: 1, backfill: 2 }
// Waking is the job engine's, and tested with it.
const wakes: Pick<Jobs, 'wake'> = { wake: async () => {} }

async function say(gongCallIds: string[], { door, wanted }: Said): Promise<number> {
  const isNews = door === 'event' || door === 'rule'
  const deps = { clock: systemClock, jobs: wakes as Jobs }
  const expectations = gongCallIds.map((gongCallId) => ({
    gongCallId,
    ...(isNews && { announcedAt: new Date() }),
  }))
  const { added } = await database.db
    .transaction()
    .execute((tx) => expectCalls(tx, deps, connection, expectations, door, { followUpWanted: wanted }))
  return added
}

async function rowsOf(gongCallId: string) {
  const { rows } = await sql<{
    state: string
    priority: number
    wanted: boolean
    announced: boolean
    due: boolean
    news: number
  }>`
    select state, priority, follow_up_wanted as wanted, announced_at is not null as announced, due_at is not null as due, news
    from call where gong_call_id = ${gongCallId}`.execute(database.db)
  return rows
}

let next = 1000
test('in whatever order the doors say so, and all at once, a call is one row with the strongest wish', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 8 }), fc.boolean(), async (all, atOnce) => {
      const id = String(next++)
      let added = 0
      if (atOnce) for (const each of await Promise.all(all.map((one) => say([id], one)))) added += each
      else for (const one of all) added += await say([id], one)
      expect(added).toBe(1)
      const isNews = ({ door }: Said) => door === 'event' || door === 'rule'
      expect(await rowsOf(id)).toEqual([
        {
          state: 'expected',
          priority: Math.min(...all.map(({ door }) => PRIORITY[door])),
          wanted: all.some(({ wanted }) => wanted),
          announced: all.some(isNews),
          due: true,
          // The first word makes the row; each later piece of news counts.
          news: expect.toSatisfy(
            (news: number) => news - 1 <= all.filter(isNews).length && news >= all.filter(isNews).length,
          ),
        },
      ])
    }),
    { numRuns: 60 },
  )
})

test('a call left out of history is wanted again by any door but history', async () => {
  for (const door of ['event', 'rule', 'reconcile', 'watch', 'backfill'] as const) {
    const id = String(next++)
    await say([id], { door: 'backfill', wanted: false })
    await sql`update call set state = 'skipped', reason = 'not_wanted', due_at = null where gong_call_id = ${id}`.execute(
      database.db,
    )
    await say([id], { door, wanted: door !== 'backfill' })
    expect([door, (await rowsOf(id))[0]!.state]).toEqual([door, door === 'backfill' ? 'skipped' : 'expected'])
  }
})

test('an erased or private call is brought back by no door', async () => {
  for (const [state, reason] of [
    ['erased', 'deleted'],
    ['skipped', 'private'],
  ] as const) {
    const id = String(next++)
    await say([id], { door: 'reconcile', wanted: true })
    await sql`update call set state = ${state}, reason = ${reason}, due_at = null where gong_call_id = ${id}`.execute(
      database.db,
    )
    for (const door of ['reconcile', 'watch', 'backfill'] as const) await say([id], { door, wanted: true })
    expect((await rowsOf(id))[0]).toMatchObject({ state, due: false })
    // Live news lets a private call's details be read again (it may be public now); an erased one stays erased.
    await say([id], { door: 'event', wanted: true })
    expect((await rowsOf(id))[0]).toMatchObject({ state, due: state === 'skipped' })
  }
})

test('many calls from two doors at once, in opposite order, do not block each other', async () => {
  const ids = Array.from({ length: 200 }, () => String(next++))
  const added = await Promise.all([
    say(ids, { door: 'event', wanted: true }),
    say(ids.toReversed(), { door: 'reconcile', wanted: true }),
    say([...ids, ...ids], { door: 'backfill', wanted: false }),
  ])
  expect(added.reduce((sum, each) => sum + each, 0)).toBe(200)
})
