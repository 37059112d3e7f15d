import { pino } from 'pino'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../src/clock.ts'
import { loadConfig } from '../../src/config.ts'
import type { Allowance } from '../../src/gong/allowance/allowance.ts'
import { createGong } from '../../src/gong/client.ts'
import { fetchDueCalls } from '../../src/ingest/fetch/fetch-loop.ts'
import { createJobs } from '../../src/jobs/jobs.ts'
import { createTestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

/** Many connections may share one allowance: what waits for a slot must not leave with less than it could carry. */

test('calls that come while a request waits for its slot travel along', async () => {
  await using fetching = await startFetching()
  await fetching.addCalls(['1'])
  const loop = fetching.run()
  await fetching.someoneWaits()
  await fetching.addCalls(['2', '3'])
  await fetching.hasLooked()
  fetching.giveSlot()
  await loop
  expect(fetching.asked).toEqual([['1', '2', '3']])
})

test('calls that were put off because there was no slot travel along; calls that wait for Gong do not', async () => {
  await using fetching = await startFetching()
  await fetching.addCalls(['1'])
  await fetching.addCalls(['2'], { dueInS: 20, reason: 'allowance' })
  await fetching.addCalls(['3'], { dueInS: 20, reason: null })
  await fetching.addCalls(['4'], { dueInS: 20, reason: 'allowance', priority: 2 })
  const loop = fetching.run()
  await fetching.someoneWaits()
  await fetching.hasLooked()
  fetching.giveSlot()
  await loop
  expect(fetching.asked).toEqual([['1', '2']])
})

test('a request that asks whether a block is over stays one call', async () => {
  await using fetching = await startFetching({ block: 'needs_reconnect' })
  await fetching.addCalls(['1', '2'])
  const loop = fetching.run()
  await fetching.someoneWaits()
  await fetching.addCalls(['3'])
  fetching.giveSlot()
  await until('the probe', async () => fetching.asked.length > 0)
  expect(fetching.asked[0]).toHaveLength(1)
  fetching.giveSlot()
  await loop
})

/** A fetch loop on a database of its own, whose requests wait until they are given slots. */
async function startFetching({ block }: { block?: string } = {}) {
  const database = await createTestDatabase()
  const { pool } = database
  const log = pino({ level: 'silent' })
  const jobs = createJobs({ client: { connectionString: database.url }, log })
  await jobs.start()
  await pool.query(
    `insert into workspace (id, name, created_at) values ('w', 'Lumen', now());
     insert into connection (id, workspace_id, gong, app_url, client_id, api_base_url, connected_at, access_token_sealed)
       values ('c', 'w', 'simulator', '', 'client', 'http://localhost:9', now(), 'sealed')`,
  )
  if (block)
    await pool.query(`update connection set block_code = $1, block_since = now(), block_probe_at = now()`, [
      block,
    ])

  let looks = 0
  const clock = { now: () => (looks++, systemClock.now()) }
  let waiting = 0
  const slots = Promise.withResolvers<void>()
  const allowance: Pick<Allowance, 'take' | 'answered'> = {
    async take() {
      waiting += 1
      await slots.promise
      return { sent() {} }
    },
    answered() {},
  }
  const asked: string[][] = []
  const gong = createGong({
    config: { apiHosts: [] },
    allowance: { ...notAsked, ...allowance },
    clock,
    log,
    // Gong knows none of them: they wait on.
    async fetch(_input, init) {
      const { filter } = Asked.parse(JSON.parse(z.string().parse(init?.body)))
      asked.push(filter.callIds.toSorted())
      return Response.json({ requestId: '1', records: { totalRecords: 0 }, calls: [] })
    },
  })
  const tokens = { current: async () => 'token', renew: async () => 'token' }
  const { gong: config } = loadConfig({})

  return {
    asked,
    run: () =>
      fetchDueCalls(
        'c',
        { db: database.db, clock, jobs, gong, tokens, config, log },
        new AbortController().signal,
      ),
    async addCalls(
      ids: string[],
      {
        dueInS = 0,
        reason = null,
        priority = 0,
      }: { dueInS?: number; reason?: string | null; priority?: number } = {},
    ) {
      await pool.query(
        `insert into call (id, workspace_id, connection_id, gong_call_id, source, reason, priority, due_at, expected_at, updated_at)
         select id, 'w', 'c', id, 'event', $2, $3, now() + make_interval(secs => $4), now(), now() from unnest($1::text[]) id`,
        [ids, reason, priority, dueInS],
      )
    },
    someoneWaits: () => until('a request that waits for its slot', async () => waiting > 0),
    /** The second look from now has begun after the first one's calls were taken along. */
    async hasLooked() {
      const before = looks
      await until('two looks', async () => looks >= before + 2)
    },
    giveSlot: () => slots.resolve(),
    async [Symbol.asyncDispose]() {
      await jobs.stop(1000)
      await database.drop()
    },
  }
}

const Asked = z.object({ filter: z.object({ callIds: z.array(z.string()) }) })

/** Of the allowance only slots are asked for. */
const notAsked: Omit<Allowance, 'take' | 'answered'> = {
  pause: () => Promise.reject(new Error('not asked for')),
  refused: () => Promise.reject(new Error('not asked for')),
  state: () => Promise.reject(new Error('not asked for')),
}
