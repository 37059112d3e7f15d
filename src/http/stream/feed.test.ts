import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { until } from '../../../test/support/until.ts'
import { CHANGE_CHANNEL, recordChanges } from '../../db/changes.ts'
import { newestPlace } from './change-rows.ts'
import { createChangeFeed } from './feed.ts'

const log = { warn() {}, debug() {}, error() {} }

async function startFeed() {
  const database = await createTestDatabase()
  const feed = createChangeFeed({ db: database.db, connection: database.pool.options, log })
  await feed.start()
  /** What a page of workspace `w` hears from now on. */
  const listen = () => {
    const heard: string[] = []
    const subscription = feed.subscribe({
      workspaceId: 'w',
      onChanges: (changes) => void heard.push(...changes.map(({ id }) => id)),
    })
    return { heard, ...subscription }
  }
  return {
    db: database.db,
    listen,
    async [Symbol.asyncDispose]() {
      await feed.stop()
      await database.drop()
    },
  }
}

test('while nobody listens only the end of the stream is remembered, and who comes then hears what comes after it', async () => {
  await using given = await startFeed()
  await recordChanges(given.db, 'w', [{ kind: 'call', id: 'early' }])
  // Not at once: transactions of other tests' databases that still run come before it.
  const end = await until('the end of the stream', () => newestPlace(given.db))
  await until('the end to be remembered', async () => {
    const { from, unsubscribe } = given.listen()
    unsubscribe()
    return from.position === end.position
  })
  const page = given.listen()
  await recordChanges(given.db, 'w', [{ kind: 'call', id: 'late' }])
  await until('the news', async () => page.heard.includes('late'))
  expect(page.heard).toEqual(['late'])
})

test('who comes while the end of the stream is looked for misses nothing', async () => {
  await using given = await startFeed()
  let page: ReturnType<typeof given.listen> | undefined
  await given.db.transaction().execute(async (tx) => {
    await sql`lock table change`.execute(tx)
    await sql`select pg_notify(${CHANGE_CHANNEL}, '')`.execute(given.db)
    await until('the feed to look', async () => {
      const { rows } =
        await sql`select from pg_locks where relation = 'change'::regclass and not granted`.execute(given.db)
      return rows.length > 0
    })
    page = given.listen()
    await recordChanges(tx, 'w', [{ kind: 'call', id: 'meanwhile' }])
  })
  await until('the news', async () => page?.heard.includes('meanwhile'))
})
