import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { json, startFakeServer } from '../support/fake-server.ts'
import { issueOpen } from '../support/issues.ts'
import { quickWriter } from '../support/quick-writer.ts'

/** Runs `fastfollow doctor` with a product's settings, changed where a test says so. */
async function doctor(product: TestApp, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../bin/fastfollow.js'), 'doctor'], {
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: tmpdir(),
      DATABASE_URL: product.database.url,
      SECRET_KEY: product.config.secretKey,
      GONG_APP_URL: product.gong.url,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  const output = await text(child.stdout)
  const [code]: unknown[] = await closed
  const lines = output.trimEnd().split('\n')
  return { code, lines, wrong: lines.filter((line) => !line.startsWith('ok ')) }
}

const what = (line: string): string => line.slice(7, 22).trim()

test('all is well: a line for each thing, and exit code 0', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  const { code, lines, wrong } = await doctor(product)
  expect(wrong).toEqual([])
  expect(code).toBe(0)
  expect(lines.map(what)).toEqual([
    'Node',
    'Configuration',
    'Secret',
    'Database',
    'Disk',
    'Writing',
    'Tables',
    'Stored secrets',
    'Connection',
    'Gong',
    'Model',
    'Mail',
  ])
  expect(lines.find((line) => what(line) === 'Connection')).toMatch(
    /Lumen: connected to localhost:\d+, calls come by subscription$/,
  )
})

test('a connection that needs somebody is named with its code, whose turn it is and what to do', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.gong.faults({ revokeTokens: true })
  await product.gong.finishCall()
  await issueOpen(product, 'needs_reconnect')
  const { code, wrong } = await doctor(product)
  expect(code).toBe(1)
  expect(wrong).toEqual([
    expect.stringMatching(
      /^WRONG {2}Connection {5}Lumen: needs_reconnect\. \[needs_reconnect, an admin's turn\] .*Press Reconnect/,
    ),
  ])
})

test('what does not fit is named: tables, secret, a read-only database, Gong, the model’s key', async () => {
  await using product = await startApp({ writer: quickWriter, roles: { web: true, worker: false } })
  await product.connect()
  await using model = await startFakeServer((_request, response) => json(response, 401, {}))
  const key = 'a-key-for-nobody'
  const elsewhere = await doctor(product, {
    SECRET_KEY: 'another-secret-of-many-characters',
    GONG_APP_URL: 'http://127.0.0.1:1',
    FOLLOWUP_MODEL: 'openai-compatible/some-model',
    FOLLOWUP_BASE_URL: `${model.url}/v1`,
    FOLLOWUP_API_KEY: key,
  })
  expect(elsewhere.code).toBe(1)
  expect(elsewhere.wrong).toEqual([
    expect.stringMatching(/Stored secrets \d+ of \d+ can't be read: SECRET_KEY/),
    expect.stringMatching(/Gong +http:\/\/127\.0\.0\.1:1 can't be reached/),
    expect.stringMatching(/Model +openai-compatible\/some-model: the key is not accepted \(401\)/),
  ])
  expect(elsewhere.lines.join('\n')).not.toContain(key)

  const { pool } = product.database
  await pool.query(`insert into schema_migration (name, checksum) values ('9999_newer', 'of a newer version');
    do $$ begin
      execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$`)
  const locked = await doctor(product)
  expect(locked.code).toBe(1)
  expect(locked.wrong).toEqual([
    expect.stringMatching(/Writing +the database is read-only/),
    expect.stringMatching(/Tables +This database was brought up to date by a newer FastFollow \(9999_newer/),
  ])
})
