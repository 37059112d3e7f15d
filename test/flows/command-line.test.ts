import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const PROJECT = join(import.meta.dirname, '../..')
const COMMAND = join(PROJECT, 'bin/fastfollow.js')

let folder: string
const running: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'command-line-'))
})
afterEach(async () => {
  for (const child of running.splice(0)) await end(child, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
})

test('an unknown command is answered with the list of commands', async () => {
  const { code, errors } = await run(['serv'])
  expect(code).toBe(1)
  expect(errors).toMatch(/^There is no command "serv"\.\n\nUsage:\n {2}fastfollow serve/)
})

test('a wrong setting stops a command with one sentence', async () => {
  const { code, errors } = await run(['serve'], { PORT: 'three thousand' })
  expect({ code, errors }).toEqual({
    code: 1,
    errors: 'PORT is "three thousand", but must be a whole number from 0 to 65535.\n',
  })
})

test('one role alone asks for a shared database', async () => {
  const { code, errors } = await run(['worker'], { DATABASE_URL: '' })
  expect(code).toBe(1)
  expect(errors).toMatch(/^DATABASE_URL is missing: /)
})

test('a database is made, saved while it runs, restored elsewhere, and its key rotated', async () => {
  const here = { DATA_DIR: join(folder, 'here') }
  const there = { DATA_DIR: join(folder, 'there') }
  const file = join(folder, 'backup.gz')
  expect((await run(['migrate'], here)).output).toMatch(/^Applied to the database: 0001_/)
  await hold(here.DATA_DIR)
  expect((await run(['migrate'], here)).output).toBe('The database is up to date.\n')
  expect((await run(['backup', file], here)).output).toMatch(/^Saved \d+ rows/)
  expect(await run(['restore', file], here)).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/stop it first/),
  })
  expect((await run(['restore', file], there)).output).toMatch(/^Restored \d+ rows of /)
  expect((await run(['rotate-secret'], there)).output).toMatch(/^Sealed \d+ stored secrets/)
  expect(await run(['invite', 'a@b.ch'], there)).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/no workspace yet/),
  })
  const doctor = await run(['doctor'], there)
  expect(doctor.code).toBe(0)
  expect(doctor.output).not.toContain('WRONG')
}, 60_000)

test('the doctor says what is wrong and ends with 1', async () => {
  const { code, output } = await run(['doctor'], {
    DATABASE_URL: 'postgresql://me:geheim99@127.0.0.1:1/none',
    SECRET_KEY: 'a-key-of-many-characters',
    GONG_APP_URL: 'http://127.0.0.1:1',
    SMTP_URL: 'smtp://me:geheim99@127.0.0.1:1',
    MAIL_FROM: 'ff@lumen.example',
  })
  expect(code).toBe(1)
  expect(output).toMatch(/^WRONG {2}Database .*ECONNREFUSED/m)
  expect(output).toMatch(/^WRONG {2}Gong .*http:\/\/127.0.0.1:1 can't be reached/m)
  expect(output).toMatch(/^WRONG {2}Mail .*127.0.0.1:1 can’t be reached/m)
  expect(output).not.toContain('geheim99')
})

const oldNode = findOldNode()

describe.runIf(oldNode)(`under an old Node (${oldNode?.version ?? 'none found'})`, () => {
  const node = oldNode?.path ?? ''

  test('a command starts itself again under the pinned one, with arguments and exit code', async () => {
    const { code, output } = await run(['doctor'], {}, node)
    expect(output).toMatch(/^ok +Node +24\./m)
    expect(code).toBe(0)
    expect((await run(['nonsense'], {}, node)).code).toBe(1)
  })

  test('a signal reaches what it started, and its exit code comes back', async () => {
    const { child } = await startSimulator(node)
    expect(await end(child, 'SIGTERM')).toBe(0)
  })

  test('killed, it leaves nothing running', async () => {
    const { child, url } = await startSimulator(node)
    await end(child, 'SIGKILL')
    await expect
      .poll(() =>
        fetch(url).then(
          () => 'answers',
          () => 'gone',
        ),
      )
      .toBe('gone')
  })

  test('without the pinned one it says what to do', async () => {
    mkdirSync(join(folder, 'bin'))
    copyFileSync(COMMAND, join(folder, 'bin/fastfollow.js'))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    const { code, errors } = await run(['doctor'], {}, node, join(folder, 'bin/fastfollow.js'))
    expect(code).toBe(1)
    expect(errors).toMatch(/^FastFollow needs Node 24 or newer, and this is Node .*\n$/)
  })
})

function start(
  args: string[],
  env: Record<string, string> = {},
  node = process.execPath,
  command = COMMAND,
): ChildProcess {
  const child = spawn(node, [command, ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: join(folder, 'data'), SIMULATOR_PORT: '0', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  running.push(child)
  return child
}

async function run(args: string[], env: Record<string, string> = {}, node?: string, command?: string) {
  const child = start(args, env, node, command)
  let output = ''
  let errors = ''
  child.stdout?.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr?.on('data', (text: Buffer) => (errors += text.toString()))
  const [code]: unknown[] = await once(child, 'close')
  return { code, output, errors }
}

async function startSimulator(node: string): Promise<{ child: ChildProcess; url: string }> {
  const child = start(['simulator'], {}, node)
  return { child, url: /http:\S+/.exec(await firstLine(child))?.[0] ?? '' }
}

/** A process that has the embedded database open, as the product has. */
async function hold(dataDir: string): Promise<void> {
  const child = spawn(process.execPath, [join(PROJECT, 'test/support/hold-database.ts'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  running.push(child)
  await firstLine(child)
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output')
  const [line]: unknown[] = await once(createInterface({ input: child.stdout }), 'line')
  return String(line)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
  return child.exitCode
}

/** A Node of this machine that is too old for FastFollow, to see what happens under it. */
function findOldNode(): { path: string; version: string } | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  for (const path of folders.map((each) => join(each, 'node'))) {
    try {
      const version = execFileSync(path, ['--version'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim()
      if (Number.parseInt(version.slice(1), 10) < 24) return { path, version }
    } catch {
      // No Node there.
    }
  }
  return undefined
}
