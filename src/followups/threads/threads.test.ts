import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { call, stored } from '../../../test/support/spoken-call.ts'
import { createWriter } from '../writers.ts'
import { createThreads } from './threads.ts'
import { WorkerPool } from './worker-pool.ts'

const log = pino({ level: 'silent' })
const never = new AbortController().signal
const script = (code: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ id, input }) => { ${code} })`)}`,
  )
const pools: WorkerPool<unknown, unknown>[] = []
const poolOf = (
  code: string,
  options: { idleMs?: number; timeoutMs?: number; size?: number } = {},
): WorkerPool<unknown, unknown> => {
  const pool = new WorkerPool<unknown, unknown>({
    file: script(code),
    size: 1,
    idleMs: 60_000,
    timeoutMs: 20_000,
    ...options,
  })
  pools.push(pool)
  return pool
}
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())))

test('a follow-up is written in a thread, and none is started before', async () => {
  const writer = createWriter({ model: 'built-in' }, { log })
  const content = await writer.write(
    stored(call("cleo: Hi Maya.\nmaya: Hi.\ncleo: I'll send you the sheet by Friday.")),
    never,
  )
  expect(content.items).toHaveLength(1)
  await writer.close()
  await expect(writer.write(stored(call('ben: Hi.')), never)).rejects.toThrow('closed')
})

test('what a model wrote is checked in a thread, and what was not said is marked', async () => {
  const threads = createThreads({ log })
  const input = stored(call("cleo: I'll send you the sheet by Friday.\nmaya: Thanks."))
  const written = await threads.write(input, never)
  const invented = written.sentences.map((sentence) => ({
    ...sentence,
    text: `${sentence.text} It costs 900 euros.`,
  }))
  const checked = await threads.check({ ...written, sentences: invented }, input, never)
  expect(checked.sentences.every((sentence) => sentence.kind === 'unsupported')).toBe(true)
  await threads.close()
})

test('a transcript that can not be unpacked is told by its name, so that its job is tried again', async () => {
  const threads = createThreads({ log })
  const spoiled = { ...stored(call('ben: Hi.')), transcript: { packed: Buffer.from('no'), sentences: null } }
  await expect(threads.write(spoiled, never)).rejects.toMatchObject({ name: 'UnreadableTranscript' })
  await threads.close()
})

const ECHO_OR =
  "if (input === 'crash') process.exit(3); if (input === 'throw') return parentPort.postMessage({ id, error: 'odd call' }); if (input === 'hang') for (;;); parentPort.postMessage({ id, output: input })"

test('a thread that crashes fails its own call only', async () => {
  const pool = poolOf(ECHO_OR)
  const [crashed, next] = await Promise.allSettled([pool.run('crash', never), pool.run('next', never)])
  expect(crashed.status).toBe('rejected')
  expect(next).toEqual({ status: 'fulfilled', value: 'next' })
})

test('what a call throws is told, and the thread lives on', async () => {
  const pool = poolOf(ECHO_OR)
  await expect(pool.run('throw', never)).rejects.toThrow('odd call')
  expect(await pool.run('next', never)).toBe('next')
  expect(pool.threads).toBe(1)
})

test('a call that hangs is ended after its time, the next gets a fresh thread', async () => {
  const pool = poolOf(ECHO_OR, { timeoutMs: 300 })
  await expect(pool.run('hang', never)).rejects.toThrow('longer than')
  await expect(pool.run('hang', AbortSignal.timeout(50))).rejects.toThrow()
})

test('a call that gets no processor is waited for, and one that waits in vain is not waited for endlessly', async () => {
  const idleFor = (ms: number) => `setTimeout(() => parentPort.postMessage({ id, output: input }), ${ms})`
  expect(await poolOf(idleFor(700), { timeoutMs: 300 }).run('starved', never)).toBe('starved')
  await expect(poolOf(idleFor(60_000), { timeoutMs: 30 }).run('stuck', never)).rejects.toThrow('longer than')
})

test('more calls than threads wait their turn', async () => {
  const pool = poolOf(ECHO_OR, { size: 2 })
  expect(await Promise.all([1, 2, 3, 4, 5].map((input) => pool.run(input, never)))).toEqual([1, 2, 3, 4, 5])
  expect(pool.threads).toBeLessThanOrEqual(2)
})

test('an idle thread ends and gives its memory back', async () => {
  const pool = poolOf(ECHO_OR, { idleMs: 1 })
  await pool.run('one', never)
  await expect.poll(() => pool.threads).toBe(0)
})
