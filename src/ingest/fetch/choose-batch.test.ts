import { expect, test } from 'vitest'
import { chooseBatch } from './choose-batch.ts'
import type { DueCall } from './due-calls.ts'

const now = new Date('2026-03-02T10:00:00Z')

function due(count: number, call: Partial<DueCall> & { dueForMs?: number } = {}): DueCall[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${call.waitsFor ?? 'details'}-${call.priority ?? 0}-${index}`,
    gongCallId: String(index),
    waitsFor: 'details',
    priority: 0,
    news: 1,
    asks: 0,
    dueAt: new Date(now.getTime() - (call.dueForMs ?? 10)),
    ...call,
  }))
}

test('a single call is asked for at once', () => {
  expect(chooseBatch(due(1), false, now)).toMatchObject({
    do: 'ask',
    batch: { ask: 'details', lane: 'live' },
  })
  expect(chooseBatch(due(1, { waitsFor: 'transcript' }), false, now)).toMatchObject({
    do: 'ask',
    batch: { ask: 'transcript' },
  })
})

test('while a storm goes on a request waits for company, but not for long', () => {
  expect(chooseBatch(due(20), false, now)).toMatchObject({ do: 'wait' })
  expect(chooseBatch(due(20, { dueForMs: 500 }), false, now)).toMatchObject({ do: 'ask' })
  const goingOn = [...due(20, { dueForMs: 3_100 }), ...due(1)]
  expect(chooseBatch(goingOn, false, now)).toMatchObject({ do: 'ask' })
})

test('a full request waits for nobody and holds 100 calls', () => {
  const choice = chooseBatch(due(150), false, now)
  expect(choice.do === 'ask' && choice.batch.calls).toHaveLength(100)
})

test('transcripts wait a little while more details are under way', () => {
  const transcripts = due(30, { waitsFor: 'transcript', dueForMs: 1_000 })
  expect(chooseBatch(transcripts, true, now)).toMatchObject({ do: 'wait' })
  expect(chooseBatch(transcripts, false, now)).toMatchObject({ do: 'ask' })
})

test('a live call goes before any amount of history', () => {
  const history = due(100, { waitsFor: 'transcript', priority: 2, dueForMs: 10_000 })
  expect(chooseBatch([...history, ...due(1)], false, now)).toMatchObject({
    do: 'ask',
    batch: { ask: 'details', lane: 'live' },
  })
})

test('nothing due is nothing to do', () => {
  expect(chooseBatch([], true, now)).toEqual({ do: 'nothing' })
})

test('a live call takes no history along, however much of it is due', () => {
  const history = due(99, { waitsFor: 'transcript', priority: 2 })
  const choice = chooseBatch([...history, ...due(1, { waitsFor: 'transcript' })], true, now, true)
  expect(choice.do === 'ask' && choice.batch.calls).toHaveLength(1)
})

test('transcripts of history fill their request while an import reads on, but not for ever', () => {
  const history = due(99, { waitsFor: 'transcript', priority: 2, dueForMs: 1_000 })
  expect(chooseBatch(history, false, now, true)).toMatchObject({ do: 'wait' })
  expect(chooseBatch(history, false, now, false)).toMatchObject({ do: 'ask', batch: { lane: 'backfill' } })
  const old = due(99, { waitsFor: 'transcript', priority: 2, dueForMs: 20_000 })
  expect(chooseBatch(old, false, now, true)).toMatchObject({ do: 'ask' })
})
