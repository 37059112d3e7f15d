import { expect, test } from 'vitest'
import { endsAt, workLeftMs, type Progress } from './ends-at.ts'

const progress: Progress = {
  requestsLeft: 300,
  requestsSent: 0,
  workedMs: 0,
  draftsLeft: 0,
  drafted: 0,
  perSecond: 3,
  perDay: 8_000,
  leftToday: 8_000,
}

test('at first the end is reckoned from the allowance', () => {
  expect(workLeftMs(progress)).toBeCloseTo(106_000, -1)
})

test('then from the rate that was reached, and never from one above the allowance', () => {
  expect(workLeftMs({ ...progress, requestsSent: 3_000, workedMs: 3_000_000 })).toBeGreaterThan(290_000)
  expect(workLeftMs({ ...progress, requestsSent: 30, workedMs: 3_000 })).toBeCloseTo(106_000, -1)
})

test('what today’s quota does not cover is done on other days', () => {
  const days = workLeftMs({ ...progress, requestsLeft: 20_000, leftToday: 1_000 }) / 86_400_000
  expect(days).toBeGreaterThan(3)
  expect(days).toBeLessThan(3.1)
})

test('writing that is slower than reading decides', () => {
  expect(
    workLeftMs({ ...progress, requestsLeft: 1, draftsLeft: 1_000, drafted: 100, workedMs: 50_000 }),
  ).toBeCloseTo(500_000, -1)
})

test('hours in which it may not run are added', () => {
  const night = { from: '22:00', to: '23:00', timeZone: 'UTC' }
  // 6,700 requests at one a second and the guard are two hours less two minutes.
  const end = endsAt(
    { ...progress, requestsLeft: 6_700, perSecond: 1 },
    night,
    new Date('2026-03-02T12:00:00Z'),
  )
  expect(end.getTime()).toBeGreaterThan(new Date('2026-03-03T22:57:00Z').getTime())
  expect(end.getTime()).toBeLessThan(new Date('2026-03-03T23:00:00Z').getTime())
})
