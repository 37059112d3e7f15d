import * as fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { doneAt, isOpen, openPeriod, type OffHours } from './off-hours.ts'

const night: OffHours = { from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' }
const berlin = (text: string): Date => DateTime.fromISO(text, { zone: 'Europe/Berlin' }).toJSDate()

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const anyHours: fc.Arbitrary<OffHours> = fc.record({
  from: time,
  to: time,
  timeZone: fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'UTC',
  ),
  weekdays: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), { nil: undefined }),
})
const anyMoment = fc.date({ min: new Date('2024-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })

test('a night goes over midnight', () => {
  expect(isOpen(night, berlin('2026-11-23T21:59:59'))).toBe(false)
  expect(isOpen(night, berlin('2026-11-23T22:00:00'))).toBe(true)
  expect(isOpen(night, berlin('2026-11-24T05:59:59'))).toBe(true)
  expect(isOpen(night, berlin('2026-11-24T06:00:00'))).toBe(false)
})

test('a weekday is the one on which the hours begin', () => {
  const fridays = { ...night, weekdays: [5] }
  expect(isOpen(fridays, berlin('2026-11-28T03:00'))).toBe(true) // Saturday morning still belongs to Friday
  expect(isOpen(fridays, berlin('2026-11-27T03:00'))).toBe(false)
  expect(openPeriod(fridays, berlin('2026-11-28T07:00')).from).toEqual(berlin('2026-12-04T22:00'))
})

test('the night in which the clock is set forward is an hour shorter, the one in which it is set back an hour longer', () => {
  expect(lasts('2026-03-28T23:00')).toBe(7)
  expect(lasts('2026-10-24T23:00')).toBe(9)
  expect(lasts('2026-06-10T23:00')).toBe(8)
})

test('a beginning that the clock leaves out is an hour later', () => {
  const { from } = openPeriod(
    { from: '02:30', to: '04:00', timeZone: 'Europe/Berlin' },
    berlin('2026-03-29T00:00'),
  )
  expect(from).toEqual(berlin('2026-03-29T03:30'))
})

test('equal times mean the whole day', () => {
  fc.assert(fc.property(anyMoment, (at) => isOpen({ ...night, from: '08:00', to: '08:00' }, at)))
})

test('whatever the zone and the hours: open means that the clock there stands between them', () => {
  fc.assert(
    fc.property(anyHours, anyMoment, (hours, at) => {
      const there = DateTime.fromJSDate(at, { zone: hours.timeZone })
      // Days on which the clock is changed have times twice or never: the examples above are about them.
      fc.pre([-1, 0, 1].every((days) => lengthOf(there.plus({ days })) === 24))
      expect(isOpen(hours, at)).toBe(saysTheClock(hours, there))
    }),
    { numRuns: 500 },
  )
})

test('whatever the zone and the hours: the period is not over, and no opening before it is passed over', () => {
  fc.assert(
    fc.property(anyHours, anyMoment, (hours, at) => {
      const period = openPeriod(hours, at)
      expect(period.to > period.from).toBe(true)
      expect(period.to > at).toBe(true)
      if (period.from > at)
        expect(isOpen(hours, new Date(at.getTime() + (period.from.getTime() - at.getTime()) / 2))).toBe(false)
      expect(isOpen(hours, period.from)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('work ends after just as much open time as it needs', () => {
  fc.assert(
    fc.property(anyHours, anyMoment, fc.integer({ min: 1, max: 200 * 3_600_000 }), (hours, at, workMs) => {
      const end = doneAt(hours, at, workMs)
      expect(openTime(hours, at, end)).toBe(workMs)
    }),
    { numRuns: 200 },
  )
})

/** How many hours the night lasts in which this moment lies. */
function lasts(text: string): number {
  const { from, to } = openPeriod(night, berlin(text))
  return (to.getTime() - from.getTime()) / 3_600_000
}

function saysTheClock({ from, to, weekdays }: OffHours, there: DateTime): boolean {
  const clock = there.toFormat('HH:mm')
  const isDay = (day: DateTime): boolean => !weekdays || weekdays.includes(day.weekday)
  if (to > from) return clock >= from && clock < to && isDay(there)
  return (clock >= from && isDay(there)) || (clock < to && isDay(there.minus({ days: 1 })))
}

function lengthOf(day: DateTime): number {
  return day.startOf('day').plus({ days: 1 }).diff(day.startOf('day'), 'hours').hours
}

function openTime(hours: OffHours, from: Date, to: Date): number {
  let open = 0
  for (let at = from; at < to;) {
    const period = openPeriod(hours, at)
    open += Math.max(
      0,
      Math.min(to.getTime(), period.to.getTime()) - Math.max(at.getTime(), period.from.getTime()),
    )
    at = period.to
  }
  return open
}
