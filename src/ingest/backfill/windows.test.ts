import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { halve, planWindows, requestsFor, splitRest, type Window } from './windows.ts'

const quarter: Window = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-04-01T00:00:00Z') }
const anyRange = fc
  .tuple(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 1, max: 1e11 }))
  .map(([from, length]) => ({ from: new Date(from), to: new Date(from + length) }))

test('windows lie side by side and leave nothing out', () => {
  fc.assert(
    fc.property(anyRange, fc.integer({ min: 1, max: 2_000_000 }), (range, calls) =>
      expectToCover(planWindows(range, calls), range),
    ),
  )
})

test('halves lie side by side and leave nothing out', () => {
  fc.assert(fc.property(anyRange, (range) => expectToCover(halve(range), range)))
})

test('a few calls are one window; a thousand are read by three side by side; no window is too long to page', () => {
  expect(planWindows(quarter, 80)).toHaveLength(1)
  expect(planWindows(quarter, 1_000)).toHaveLength(3)
  expect(planWindows(quarter, 100_000).length).toBeGreaterThanOrEqual(40)
  expect(planWindows(quarter, 0)).toEqual([])
})

test('a window as full as planned is not split, a far fuller one is: from where its first page ended to its end', () => {
  const lastRead = new Date('2026-01-05T00:00:00Z')
  expect(splitRest(quarter, lastRead, 300, 1_000)).toBeNull()
  const rest = splitRest(quarter, lastRead, 1_000, 1_000)!
  expect(rest.length).toBeGreaterThan(1)
  expect(rest[0]!.from.getTime()).toBeLessThan(lastRead.getTime())
  expectToCover(rest, { from: rest[0]!.from, to: quarter.to })
})

test('a split makes the window shorter, or does not happen', () => {
  expect(splitRest(quarter, quarter.from, 10_000, 1_000)).toBeNull()
  expect(splitRest(quarter, null, 10_000, 1_000)).toBeNull()
})

test('a history of N calls is estimated at little more than 2N/100 requests', () => {
  expect(requestsFor(0)).toBe(0)
  expect(requestsFor(1_000)).toBe(21)
  expect(requestsFor(10_000)).toBe(202)
})

function expectToCover(windows: Window[], range: Window): void {
  expect(windows[0]!.from).toEqual(range.from)
  expect(windows.at(-1)!.to).toEqual(range.to)
  windows.slice(1).forEach((window, index) => expect(window.from).toEqual(windows[index]!.to))
  for (const window of windows) expect(window.to > window.from).toBe(true)
}
