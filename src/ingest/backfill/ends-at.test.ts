import { expect, test } from 'vitest'
import { endsAt, type Progress } from './ends-at.ts'

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

const noon = new Date('2026-03-02T12:00:00Z')
const msLeft = (of: Progress): number => endsAt(of, null, noon).getTime() - noon.getTime()

test('at first the end is reckoned from the allowance', () => {
  expect(msLeft(progress)).toBeCloseTo(106_000, -1)
})

test('then from the rate that was reached, and never from one above the allowance', () => {
  expect(msLeft({ ...progress, requestsSent: 3_000, workedMs: 3_000_000 })).toBeGreaterThan(290_000)
  expect(msLeft({ ...progress, requestsSent: 30, workedMs: 3_000 })).toBeCloseTo(106_000, -1)
})

test('what today’s quota does not cover is done on other days', () => {
  const days = msLeft({ ...progress, requestsLeft: 20_000, leftToday: 1_000 }) / 86_400_000
  expect(days).toBeGreaterThan(3)
  expect(days).toBeLessThan(3.1)
})

test('a day’s share comes back at its time, also where the run has hours', () => {
  const night = { from: '22:00', to: '06:00', timeZone: 'UTC' }
  const end = endsAt({ ...progress, requestsLeft: 9_000, leftToday: 1_000 }, night, noon)
  // 1,000 in the first night, 8,000 in the second, in which they take 47 minutes.
  expect(end.getTime()).toBeGreaterThan(new Date('2026-03-03T22:45:00Z').getTime())
  expect(end.getTime()).toBeLessThan(new Date('2026-03-03T22:50:00Z').getTime())
})

test('writing that is slower than reading decides', () => {
  expect(
    msLeft({ ...progress, requestsLeft: 1, draftsLeft: 1_000, drafted: 100, workedMs: 50_000 }),
  ).toBeCloseTo(500_000, -1)
})

test('hours in which it may not run are added', () => {
  const night = { from: '22:00', to: '23:00', timeZone: 'UTC' }
  // 6,700 requests at one a second and the guard are two hours less two minutes.
  const end = endsAt({ ...progress, requestsLeft: 6_700, perSecond: 1 }, night, noon)
  expect(end.getTime()).toBeGreaterThan(new Date('2026-03-03T22:57:00Z').getTime())
  expect(end.getTime()).toBeLessThan(new Date('2026-03-03T23:00:00Z').getTime())
})
