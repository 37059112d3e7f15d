import { expect, test } from 'vitest'
import type { CallSummary } from '../api/types.ts'
import { byDay, heldBack } from './group.ts'

function call(id: string, startedAt: string, isMine = true): CallSummary {
  return {
    id,
    gongCallId: id,
    title: id,
    startedAt,
    durationS: 60,
    state: 'drafted',
    reason: null,
    reasonText: null,
    turn: null,
    nextTryAt: null,
    canRetry: false,
    source: 'event',
    company: null,
    host: null,
    isMine,
    parties: [],
    followUp: null,
    timings: {
      endedAt: null,
      announcedAt: null,
      expectedAt: startedAt,
      detailsAt: null,
      fetchedAt: null,
      draftedAt: null,
      gongMs: null,
      oursMs: null,
    },
  }
}
const ids = (calls: CallSummary[] | undefined) => calls?.map((each) => each.id)

test('one’s own calls of a day stand before those of colleagues', () => {
  const days = byDay(
    [
      call('a', '2026-11-23T12:00:00', false),
      call('b', '2026-11-23T11:00:00'),
      call('c', '2026-11-22T12:00:00'),
    ],
    true,
  )
  expect(days.map((day) => day.key)).toEqual(['2026-11-23', '2026-11-22'])
  expect(ids(days[0]?.calls)).toEqual(['b'])
  expect(ids(days[0]?.others)).toEqual(['a'])
})

test('a day on which only colleagues called is not divided', () => {
  const [day] = byDay([call('a', '2026-11-23T12:00:00', false)], true)
  expect(ids(day?.calls)).toEqual(['a'])
  expect(day?.others).toEqual([])
})

test('what arrives above the reader waits; what is loaded below is shown', () => {
  const list = ['new', 'a', 'b', 'older'].map((id) => call(id, '2026-11-23T12:00:00'))
  expect([...heldBack(list, new Set(['a', 'b']))]).toEqual(['new'])
  expect([...heldBack(list, new Set(['new', 'a', 'b', 'older']))]).toEqual([])
})
