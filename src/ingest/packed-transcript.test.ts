import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packTranscript, readTranscript } from './packed-transcript.ts'

const time = fc.nat({ max: 86_400_000 })
const sentence = fc.record({
  speakerId: fc.option(fc.string()),
  startMs: time,
  endMs: time,
  text: fc.string({ unit: 'grapheme' }),
})

test('what was said is read as it was stored, whoever spoke and however times lie', () => {
  fc.assert(
    fc.property(fc.array(sentence), (sentences) => {
      expect(readTranscript({ packed: packTranscript(sentences), sentences: null })).toEqual(sentences)
    }),
  )
})

test('a row from before is read as it is, and a call without a transcript has none', () => {
  const sentences = [{ speakerId: '7', startMs: 0, endMs: 900, text: 'Hello.' }]
  expect(readTranscript({ packed: null, sentences })).toBe(sentences)
  expect(readTranscript({ packed: null, sentences: null })).toBeNull()
})

test('an ordinary conversation takes less than half of its JSON', () => {
  const sentences = Array.from({ length: 500 }, (_, n) => ({
    speakerId: ['6432345678901234567', '7432345678901234561'][n % 2]!,
    startMs: n * 5_000,
    endMs: n * 5_000 + 4_321,
    text: `So about part ${n}, we looked at it again and there were ${n * 7} cases that did not fit.`,
  }))
  expect(packTranscript(sentences).length).toBeLessThan(JSON.stringify(sentences).length / 2)
})

test('a damaged row is refused, not read as an empty call', () => {
  expect(() => readTranscript({ packed: Buffer.from('nothing of ours'), sentences: null })).toThrow()
})
