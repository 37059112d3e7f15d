import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparisonPaceMs } from './comparison-pace.ts'

const MINUTES = 60_000

test('a usual company is compared as often as is set', () => {
  expect(comparisonPaceMs(0, 300, 5 * MINUTES)).toBe(5 * MINUTES)
  expect(comparisonPaceMs(100, 300, 5 * MINUTES)).toBe(5 * MINUTES)
})

test('a large company is compared less often, by what a comparison costs', () => {
  expect(comparisonPaceMs(950, 300, 5 * MINUTES)).toBe(48 * MINUTES)
})

test('however many calls are listed, a day of comparisons costs no more than its share', () => {
  fc.assert(
    fc.property(
      fc.nat(500_000),
      fc.double({ min: 0.1, max: 10_000, noNaN: true }),
      (listed, requestsADay) => {
        const pages = Math.max(1, Math.ceil(listed / 100))
        const comparisonsADay = (24 * 60 * MINUTES) / comparisonPaceMs(listed, requestsADay, 5 * MINUTES)
        expect(comparisonsADay * pages).toBeLessThanOrEqual(requestsADay * 1.000_001)
      },
    ),
  )
})
