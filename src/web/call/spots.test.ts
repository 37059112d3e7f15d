import { expect, test, vi } from 'vitest'
import { Spots } from './spots.ts'

const at = (sentence: number) => ({ sentence, startMs: 0, endMs: 1, speaker: 'Ada' })
const spot = { key: 'sentences:2', text: 'One.', evidence: [at(4), at(9)] }

test('what one points at marks the words it rests on, and only there', () => {
  const spots = new Spots()
  spots.hover(spot)
  expect(spots.marksWithin(0, 5)).toBe('4')
  expect(spots.marksWithin(6, 8)).toBe('')
  spots.hover(null)
  expect(spots.marksWithin(0, 5)).toBe('')
})

test('pointing elsewhere shows that for a moment; what was chosen stays chosen', () => {
  const spots = new Spots()
  spots.select(spot)
  spots.hover({ key: 'items:0', text: 'Two.', evidence: [at(1)] })
  expect(spots.marksWithin(0, 10)).toBe('1')
  spots.hover(null)
  expect(spots.marksWithin(0, 10)).toBe('4,9')
})

test('going to a sentence asks the transcript to show its first words, and again the next ones', () => {
  const spots = new Spots()
  const go = vi.fn()
  const stop = spots.onGo(go)
  spots.go(spot)
  spots.go(spot)
  spots.go(spot)
  expect(go.mock.calls.map(([sentence]) => sentence)).toEqual([4, 9, 4])
  stop()
  spots.go(spot)
  expect(go).toHaveBeenCalledTimes(3)
})

test('words of the transcript point back at what rests on them', () => {
  const spots = new Spots()
  spots.hoverSpoken(9)
  expect(spots.isLinked(spot)).toBe(true)
  expect(spots.isLinked({ ...spot, evidence: [at(3)] })).toBe(false)
})
