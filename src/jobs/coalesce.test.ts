import { pino } from 'pino'
import { expect, test } from 'vitest'
import { coalesce } from './coalesce.ts'

const log = pino({ level: 'silent' })

test('what is asked for while it is done is done once more, for all who asked', async () => {
  let runs = 0
  const underWay = Promise.withResolvers<void>()
  const task = coalesce(0, async () => void ((runs += 1) === 1 && (await underWay.promise)), {
    log,
    failed: '',
  })
  for (let n = 0; n < 5; n++) task.ask()
  expect(runs).toBe(1)
  underWay.resolve()
  await task.done()
  expect(runs).toBe(2)
})

test('one that fails is said, and does not stop the next', async () => {
  const said: string[] = []
  let runs = 0
  const task = coalesce(
    0,
    async () => {
      runs += 1
      throw new Error('gone')
    },
    {
      log: pino({}, { write: (line: string) => void said.push((JSON.parse(line) as { msg: string }).msg) }),
      failed: 'not done',
    },
  )
  task.ask()
  await task.done()
  task.ask()
  await task.done()
  expect([runs, said]).toEqual([2, ['not done', 'not done']])
})

test('nothing asked for is nothing to wait for', async () => {
  await coalesce(60_000, async () => {}, { log, failed: '' }).done()
})
