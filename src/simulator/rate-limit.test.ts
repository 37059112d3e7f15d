import { array, assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { createRateLimit, mostInAnySecond } from './rate-limit.ts'

test('three pass in any rolling second, the fourth waits a whole second at most', () => {
  const limit = createRateLimit()
  const ask = (nowMs: number) => limit.ask(nowMs, 3, 10_000)
  expect([0, 500, 900].map((at) => ask(at).allowed)).toEqual([true, true, true])
  expect(ask(999.9)).toEqual({ allowed: false, retryAfterS: 1 })
  expect(ask(1000).allowed).toBe(true)
  expect(ask(1001).allowed).toBe(false)
  expect(ask(1500).allowed).toBe(true)
})

test('whenever requests come, those that pass are never more than three in a second, and none is refused without need', () => {
  assert(
    property(array(integer({ min: 0, max: 700 }), { maxLength: 60 }), (gaps) => {
      const limit = createRateLimit()
      const passed: number[] = []
      let now = 0
      for (const gap of gaps) {
        now += gap
        const { allowed } = limit.ask(now, 3, 10_000)
        expect(allowed).toBe(passed.filter((at) => now - at < 1000).length < 3)
        if (allowed) passed.push(now)
      }
      expect(mostInAnySecond(passed)).toBeLessThanOrEqual(3)
    }),
  )
})

test("a day's quota says how long it is gone", () => {
  const limit = createRateLimit()
  for (let at = 0; at < 10; at += 1) expect(limit.ask(at * 60_000, 3, 10).allowed).toBe(true)
  expect(limit.ask(3_600_000, 3, 10)).toEqual({ allowed: false, retryAfterS: 23 * 3600 })
  expect(limit.usedInLastDay(3_600_000)).toBe(10)
  expect(limit.ask(86_400_000, 3, 10).allowed).toBe(true)
})

test('the busiest second is found wherever it begins', () => {
  expect(mostInAnySecond([])).toBe(0)
  expect(mostInAnySecond([0, 999, 1000, 1001, 1998, 3000])).toBe(4)
})
