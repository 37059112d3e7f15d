import { expect, test } from 'vitest'
import {
  checkDisk,
  LEAST_FREE_BYTES,
  readinessChecks,
  type ReadinessDeps,
} from '../../src/health/readiness.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { startTestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

async function ready(product: TestApp): Promise<{ status: number; body: unknown; text: string }> {
  const answer = await product.ask('GET', '/readyz', { key: null })
  const text = await answer.text()
  return { status: answer.status, body: JSON.parse(text), text }
}

const start = () => startApp({ writer: quickWriter, roles: { web: true, worker: false } })

/** In the database of the test alone; sessions that are open keep what they began with, so they are ended. */
async function setReadOnly(product: TestApp, isReadOnly: boolean): Promise<void> {
  const { pool } = product.database
  const setting = isReadOnly ? 'on' : 'off'
  await pool.query(`begin read write; do $$ begin
    execute format('alter database %I set default_transaction_read_only = ${setting}', current_database()); end $$; commit`)
  await endSessions(product)
}

async function endSessions({ database }: TestApp): Promise<void> {
  await database.pool.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
}

test('/readyz: all is well', async () => {
  await using product = await start()
  expect(await ready(product)).toMatchObject({
    status: 200,
    body: { status: 'ok', checks: { database: 'ok', writable: 'ok', migrations: 'ok', jobs: 'ok' } },
  })
})

test('/readyz: a read-only database is named, and served again when it takes changes', async () => {
  await using product = await start()
  await setReadOnly(product, true)
  const { body, text } = await until('the database to be read-only', async () => {
    const answer = await ready(product)
    return answer.status === 503 && answer
  })
  expect(body).toMatchObject({
    status: 'unavailable',
    reason: 'writable',
    checks: { database: 'ok', writable: 'failed', migrations: 'ok' },
  })
  expect(text.length).toBeLessThan(200)
  await setReadOnly(product, false)
  await until('to be ready again', async () => (await ready(product)).status === 200)
})

test('/readyz: a migration that is missing is named; one of a newer version is none of ours', async () => {
  await using product = await start()
  const { pool } = product.database
  await pool.query(
    `insert into schema_migration (name, checksum) values ('9999_newer', 'of a newer version')`,
  )
  expect((await ready(product)).status).toBe(200)
  await pool.query(
    `delete from schema_migration where name = (select max(name) from schema_migration where name < '9')`,
  )
  expect(await ready(product)).toMatchObject({
    status: 503,
    body: { reason: 'migrations', checks: { database: 'ok', migrations: 'failed' } },
  })
})

test('/readyz: a database that is away is named, in a bounded time and without its address', async () => {
  await using product = await start()
  const { pool } = product.database
  const { rows } = await pool.query<{ name: string }>('select current_database() as name')
  const name = rows[0]!.name
  // Renamed, it is there for nobody; a session of another database is needed for that.
  await using other = await start()
  await pool.query('select 1')
  const rename = async (from: string, to: string) => {
    await other.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}'`,
    )
    await other.database.pool.query(`alter database ${from} rename to ${to}`)
  }
  await rename(name, `${name}_away`)
  const { body, text } = await until('the database to be away', async () => {
    const answer = await ready(product)
    return answer.status === 503 && answer
  })
  expect(body).toMatchObject({ status: 'unavailable', reason: 'database', checks: { database: 'failed' } })
  expect(text).not.toContain(name)
  expect(text).not.toContain('postgres')
  await rename(`${name}_away`, name)
  await until('to be ready again', async () => (await ready(product)).status === 200)
})

test('/readyz: a database that hears and never answers does not hold the answer back', async () => {
  const silent: ReadinessDeps['pool'] = { query: () => new Promise<never>(() => {}) }
  const deployment = { database: { kind: 'url', url: 'postgresql://nowhere' }, dataDir: '/nowhere' } as const
  const readiness = readinessChecks({ pool: silent, deployment, areJobsStarted: () => true })
  await using app = await startTestServer({ readiness })
  const answer = await app.server.inject({ url: '/readyz' })
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toEqual({
    status: 'unavailable',
    reason: 'database',
    checks: { database: 'failed', writable: 'failed', migrations: 'failed', jobs: 'ok' },
  })
})

test('a disk without room for the database’s log is named with what is left', async () => {
  const disk = (freeBytes: number) => async () => ({ bsize: 4096, bavail: Math.floor(freeBytes / 4096) })
  expect(await checkDisk('/srv/data', disk(LEAST_FREE_BYTES + 4096))).toBeGreaterThanOrEqual(LEAST_FREE_BYTES)
  await expect(checkDisk('/srv/data', disk(20 * 1024 * 1024))).rejects.toThrow(
    /20 MB are free for \/srv\/data/,
  )
  const checks = readinessChecks({
    pool: { query: () => new Promise<never>(() => {}) },
    deployment: { database: { kind: 'embedded' }, dataDir: '/nowhere/at/all' },
    areJobsStarted: () => false,
  })
  expect(checks.map(({ name }) => name)).toContain('disk')
  await expect(checks.find(({ name }) => name === 'jobs')!.check()).rejects.toThrow(/does not run/)
})
