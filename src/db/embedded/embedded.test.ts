import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { connect } from '../open.ts'
import { openEmbedded, type EmbeddedPostgres } from './embedded.ts'

const log = pino({ level: 'silent' })
const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

test('a killed server leaves no Postgres behind, and what it acknowledged is there after the next start', async () => {
  const dataDir = newFolder()
  const holder = await hold(dataDir)
  await query(holder.host, 'create table kept (id int); insert into kept values (1)')
  const postmaster = postmasterOf(dataDir)
  holder.process.kill('SIGKILL')
  await once(holder.process, 'exit')
  const next = await open(dataDir)
  expect(isAlive(postmaster)).toBe(false)
  expect(await query(next, 'select id from kept')).toEqual([{ id: 1 }])
})

test('a second server on the same folder is refused, with the number of the first', async () => {
  const dataDir = newFolder()
  const holder = await hold(dataDir)
  await expect(open(dataDir)).rejects.toThrow(
    `already running on ${dataDir} as process ${holder.process.pid}:`,
  )
})

test('a command attaches to the server that runs, and leaves it running', async () => {
  const dataDir = newFolder()
  const server = await open(dataDir)
  const command = await open(dataDir, 'command')
  expect(command.attached).toBe(true)
  await command.close()
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('without a server a command starts the database for itself, and a server waits until it is done', async () => {
  const dataDir = newFolder()
  const command = await open(dataDir, 'command')
  expect(command.attached).toBe(false)
  const server = open(dataDir)
  await command.close()
  expect((await server).attached).toBe(false)
})

test('a first start that was killed half way is made good by the next', async () => {
  const dataDir = newFolder()
  const begun = watchFor(dataDir, (name) => name.startsWith('postgres.new-'))
  const child = start(dataDir)
  await begun
  await kill(child)
  expect(readdirSync(dataDir)).not.toContain('postgres')
  const next = await open(dataDir)
  expect(await query(next, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(readdirSync(dataDir).filter((name) => name.includes('.new'))).toEqual([])
})

test('a folder too deep for a socket gets its socket elsewhere, in a folder of its own', async () => {
  const deep = join(newFolder(), 'a-rather-long-name/'.repeat(8), 'data')
  mkdirSync(deep, { recursive: true })
  const { clientConfig, close } = await open(deep)
  const socketDir = clientConfig.host ?? ''
  expect(socketDir.startsWith(deep)).toBe(false)
  expect(statSync(socketDir).mode & 0o777).toBe(0o700)
  await close()
  expect(existsSync(socketDir)).toBe(false)
})

test('names with spaces, quotes and commas are fine', async () => {
  const odd = join(newFolder(), `o'd "d", data`)
  mkdirSync(odd)
  expect(await query(await open(odd), 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a process number that now belongs to somebody else does not keep the database from starting', async () => {
  const dataDir = newFolder()
  await (await open(dataDir)).close()
  // What a power cut leaves behind, with the number of a process that lives (this one), at which Postgres would stop.
  writeFileSync(
    join(dataDir, 'postgres/postmaster.pid'),
    `${process.ppid}\n${dataDir}/postgres\n1\n5432\n\n\n\nready\n`,
  )
  writeFileSync(
    join(dataDir, 'running.json'),
    JSON.stringify({ pid: process.pid, as: 'server', socketDir: '/etc' }),
  )
  expect(await query(await open(dataDir), 'select 1 as one')).toEqual([{ one: 1 }])
  expect(existsSync('/etc')).toBe(true)
})

test('a folder of another major version is refused, with the way out', async () => {
  const dataDir = newFolder()
  await (await open(dataDir)).close()
  writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '17\n')
  await expect(open(dataDir)).rejects.toThrow(
    /made by PostgreSQL 17.*brings PostgreSQL 18.*backup FILE.*restore FILE/,
  )
})

test('a Postgres that was killed is started again, and the pool finds it', async () => {
  const dataDir = newFolder()
  const server = await open(dataDir, 'server', true)
  const { db } = connect(server.clientConfig, log, 2)
  cleanUps.push(() => db.destroy())
  await sql`create table kept (id int)`.execute(db)
  const before = postmasterOf(dataDir)
  process.kill(before, 'SIGKILL')
  await expect.poll(() => postmasterOf(dataDir), { timeout: 20_000 }).not.toBe(before)
  await expect
    .poll(
      () =>
        sql`select from kept`.execute(db).then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true)
})

test('a stop while Postgres is being started again leaves none behind', async () => {
  const dataDir = newFolder()
  const server = await open(dataDir)
  const before = postmasterOf(dataDir)
  process.kill(before, 'SIGKILL')
  await expect.poll(() => postmasterOf(dataDir), { timeout: 20_000, interval: 1 }).not.toBe(before)
  await server.close()
  expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false)
})

test('what is acknowledged is on disk, nothing listens on the network, and the folders are closed to others', async () => {
  const dataDir = newFolder()
  const server = await open(dataDir, 'server', true)
  const settings = await query(
    server,
    `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'server_encoding') order by name`,
  )
  expect(settings).toEqual([
    { name: 'fsync', setting: 'on' },
    { name: 'full_page_writes', setting: 'on' },
    { name: 'listen_addresses', setting: '' },
    { name: 'server_encoding', setting: 'UTF8' },
    { name: 'synchronous_commit', setting: 'on' },
  ])
  for (const folder of [server.clientConfig.host ?? '', join(dataDir, 'postgres')])
    expect(statSync(folder).mode & 0o077).toBe(0)
})

const isRoot = process.getuid?.() === 0

test.runIf(isRoot)('below a folder that only root may enter the database starts where it is', async () => {
  const closed = newFolder()
  chmodSync(closed, 0o700)
  const dataDir = join(closed, 'data')
  await (await open(dataDir)).close()
  const again = await open(dataDir)
  expect(await query(again, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(statSync(closed).mode & 0o777).toBe(0o700)
})

async function open(
  dataDir: string,
  as: 'server' | 'command' = 'server',
  durable = false,
): Promise<EmbeddedPostgres> {
  const postgres = await openEmbedded({ dataDir, as, log, durable })
  let closed: Promise<void> | undefined
  const close = () => (closed ??= postgres.close())
  cleanUps.push(close)
  return { ...postgres, close }
}

async function hold(dataDir: string): Promise<{ process: ChildProcess; host: string }> {
  const child = start(dataDir)
  if (!child.stdout) throw new Error('no output')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { process: child, host: String((JSON.parse(line) as { host: string }).host) }
}

function start(dataDir: string): ChildProcess {
  const script = join(import.meta.dirname, '../../../test/support/hold-database.ts')
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] })
  cleanUps.push(() => kill(child))
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
  // Its Postgres goes on for a moment.
  await expect.poll(() => postgresIn(child.spawnargs.at(-1) ?? '')).toBe(false)
}

function postgresIn(dataDir: string): boolean {
  return existsSync(join(dataDir, 'postgres/postmaster.pid')) && isAlive(postmasterOf(dataDir))
}

async function query(where: string | EmbeddedPostgres, text: string): Promise<unknown[]> {
  const config =
    typeof where === 'string' ? { host: where, user: 'fastfollow', database: 'postgres' } : where.clientConfig
  const { db } = connect(config, log, 1)
  try {
    return (await sql.raw(text).execute(db)).rows
  } finally {
    await db.destroy()
  }
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ff-embedded-'))
  chmodSync(folder, 0o711)
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }))
  return folder
}

async function watchFor(folder: string, isIt: (name: string) => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const watcher = watch(folder, (_event, name) => {
    if (name && isIt(name)) resolve()
  })
  await promise
  watcher.close()
}

function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
