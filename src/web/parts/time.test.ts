import { describe, expect, test } from 'vitest'
import { calendarDay, clock, duration, position, relative, span, zoneName } from './time.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const ago = (ms: number) => new Date(now - ms).toISOString()
const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('relative', () => {
  test.each([
    [ago(5_000), 'just now'],
    [ago(-5_000), 'just now'],
    [ago(4 * MINUTE), '4 min ago'],
    [ago(-5 * MINUTE), 'in 5 min'],
    [ago(3 * HOUR), '3 h ago'],
    [ago(24 * HOUR), 'yesterday'],
    [ago(72 * HOUR), '3 days ago'],
    [ago(11 * 24 * HOUR), '12 Nov'],
  ])('%s is "%s"', (at, words) => {
    expect(relative(at, now)).toBe(words)
  })
})

test('a call is timed in its own zone, and the zone is named', () => {
  expect(clock('2026-11-23T09:31:00Z', 'Europe/Berlin')).toBe('10:31')
  expect(zoneName('2026-11-23T09:31:00Z', 'Europe/Berlin')).toBe('CET')
  expect(zoneName('2026-07-23T09:31:00Z', 'Europe/Berlin')).toBe('CEST')
})

test('a due date is a calendar day and does not move with the zone of the reader', () => {
  expect(calendarDay('2026-11-26')).toBe('Thu 26 Nov')
})

test.each([
  [30, '30 s'],
  [2520, '42 min'],
  [3600, '1 h'],
  [5400, '1 h 30 min'],
  [7199, '2 h'],
])('a call of %i seconds takes %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words)
})

test.each([
  [40, '0.1 s'],
  [420, '0.4 s'],
  [999, '1 s'],
  [540_000, '9 min'],
  [3 * HOUR, '3 h'],
])('%i ms are %s', (ms, words) => {
  expect(span(ms)).toBe(words)
})

test('places in a call are minutes and seconds, with hours where there are some', () => {
  expect(position(270_000)).toBe('04:30')
  expect(position(3_870_000)).toBe('1:04:30')
})
