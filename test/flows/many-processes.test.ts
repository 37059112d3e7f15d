import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { openStream } from '../support/live-stream.ts'
import { startProcess, type ProductProcess } from '../support/product-process.ts'
import { connectProgram, type Program } from '../support/program.ts'
import { startTestSimulator, type TestSimulator } from '../support/simulator.ts'
import { until } from '../support/until.ts'

/** Two `web` and two `worker` processes on one Postgres, as they run on several machines. */

const setupToken = randomBytes(16).toString('hex')
let database: TestDatabase
let gong: TestSimulator
let webs: { url: string; process: ProductProcess }[]
let env: Record<string, string>
let program: Program

beforeAll(async () => {
  database = await createTestDatabase()
  gong = await startTestSimulator()
  const ports = [await freePort(), await freePort()]
  env = {
    DATABASE_URL: database.url,
    DATA_DIR: tmpdir(),
    SECRET_KEY: randomBytes(32).toString('base64url'),
    SETUP_TOKEN: setupToken,
    GONG_APP_URL: gong.url,
    PUBLIC_URL: `http://localhost:${ports[0]}`,
    LOG_LEVEL: 'warn',
    // What a comparison of lists would find again must not hide what was lost.
    RECONCILE_EVERY: '1d',
  }
  webs = await Promise.all(
    ports.map(async (port) => ({
      url: `http://localhost:${port}`,
      process: await startProcess({ ...env, PORT: String(port) }, 'web'),
    })),
  )
  program = await connectProgram(webs[0]!.url, setupToken)
})

afterAll(async () => {
  for (const { process } of webs) await process.kill()
  await gong.stop()
  await database.drop()
})

test(
  'a killed worker’s calls are followed up by another, once each; one that is asked to end hands back what it has',
  { retry: 0 },
  async () => {
    const [killed, asked, left] = await Promise.all([1, 2, 3].map(() => startProcess(env, 'worker')))
    try {
      await gong.finishCalls({ count: 40 })
      await until('some calls to be read', async () =>
        (await program.calls()).some(({ state }) => state === 'fetched' || state === 'drafted'),
      )
      await killed!.kill()
      expect(await asked!.terminate()).toBe(0)
      await allAtTheirEnd(40)
      const { rows } = await database.pool.query<{ most: number }>(
        'select max(n)::int as most from (select count(*) as n from follow_up group by call_id) per_call',
      )
      expect(rows[0]?.most).toBe(1)
    } finally {
      await left!.kill()
    }
  },
)

test('the live stream of one web process tells what an event at the other began', async () => {
  await using worker = await startProcess(env, 'worker')
  // The simulator delivers to the first; this client listens to the second.
  await using stream = await openStream(webs[1]!.url, { key: program.apiKey })
  const id = await gong.finishCall()
  const call = await until('the call to be drafted', async () =>
    (await program.calls(webs[1]!.url)).find(
      ({ gongCallId, state }) => gongCallId === id && state === 'drafted',
    ),
  )
  await stream.until('call', call.id)
  expect(await worker.terminate()).toBe(0)
})

test('while one web process restarts the other answers', async () => {
  expect(await webs[0]!.process.terminate()).toBe(0)
  expect((await program.get('/readyz', webs[1]!.url)).status).toBe(200)
  expect((await program.get('/api/calls', webs[1]!.url)).status).toBe(200)
  webs[0]!.process = await startProcess({ ...env, PORT: new URL(webs[0]!.url).port }, 'web')
  expect((await program.get('/api/calls')).status).toBe(200)
})

test('processes of this version work on beside a newer one’s migration, which only adds', async () => {
  await using worker = await startProcess(env, 'worker')
  await database.pool.query(`
    alter table call add column newer text, add column newer_count integer not null default 0;
    create table newer (id text primary key);
    insert into schema_migration (name, checksum) values ('9999_newer', 'of a newer version')`)
  const id = await gong.finishCall()
  await until('the call to be drafted', async () =>
    (await program.calls()).some(({ gongCallId, state }) => gongCallId === id && state === 'drafted'),
  )
  expect((await program.get('/readyz')).status).toBe(200)
  expect(await worker.terminate()).toBe(0)
})

/** Every call known, and none on its way any more. */
async function allAtTheirEnd(count: number): Promise<void> {
  await until('every call at its end', async () => {
    const calls = await program.calls()
    return calls.length >= count && calls.every(({ state }) => state === 'drafted' || state === 'skipped')
  })
}
