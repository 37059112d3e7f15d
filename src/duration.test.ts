import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDuration } from './duration.ts'

test.each([
  ['30s', 30_000],
  ['5m', 300_000],
  [' 6 h ', 21_600_000],
  ['3d', 259_200_000],
  ['1.5h', 5_400_000],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each(['', '5', 'm', '-5m', '5 minutes', '5mm', '1e3s', '٣d', '5m\n6m', '1.2345s'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined()
  },
)

test('every whole number of seconds is read exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
      expect(parseDuration(`${seconds}s`)).toBe(seconds * 1000)
    }),
  )
})

test('any other text is refused, never half read', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^\s*\d+(\.\d+)?\s*[smhd]\s*$/.test(text))
      expect(parseDuration(text)).toBeUndefined()
    }),
  )
})
