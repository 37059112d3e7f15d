import type { DateTime } from 'luxon'
import {
  comingWeekday,
  dayOfMonth,
  endOfWeek,
  monthDay,
  plusWorkingDays,
  weekdayOfWeek,
  weekdayThisWeek,
} from './said-date.ts'
import type { CallDay } from './said-date.ts'
import { countOf, NUMBERS } from './english-counts.ts'

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day'
const MONTH =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\.?'
const COUNT = `(?:\\d{1,3}|an?|${NUMBERS.slice(1).join('|')}|fourteen|fifteen|twenty|thirty)`
const DAY_NUMBER = '\\d{1,2}(?:st|nd|rd|th)?'
const ORDINAL = '\\d{1,2}(?:st|nd|rd|th)'
const DAY_PART =
  '(?: (?:first thing|morning|afternoon|evening|night|noon|at the latest|latest|eod|cob|end of (?:the )?day))?'
const LEAD =
  '(?:(?:by|before|until|till|on|no later than|not later than|latest|for|around|from|after|since|first thing|late|early|sometime|at some point|as of|starting|this past) )*(?:(?:end of (?:the )?day|close of business|eod|cob|the end of) (?:on )?)?(?:(?:the )?(?:morning|afternoon) of )?'

export interface Rule {
  pattern: RegExp
  /** Null = words that look like a date but name no day ahead; `'past'` = leave it out altogether. */
  day: (match: RegExpMatchArray, today: CallDay) => DateTime | null | 'past'
  weekOf?: (match: RegExpMatchArray, today: CallDay) => DateTime | null
}

const rule = (body: string, day: Rule['day'], weekOf?: Rule['weekOf']): Rule => ({
  pattern: new RegExp(`(?<![\\w-])${body}(?![\\w-])`, 'gi'),
  day,
  ...(weekOf && { weekOf }),
})

const weekdayOf = (word: string): number =>
  WEEKDAYS.findIndex((name) => name.startsWith(word.toLowerCase().slice(0, 3))) + 1
const monthOf = (word: string): number => MONTHS.indexOf(word.toLowerCase().slice(0, 3)) + 1
const quarterEnd = (today: CallDay, quarter: number): DateTime => {
  const end = today
    .startOf('year')
    .set({ month: quarter * 3 })
    .endOf('month')
    .startOf('day')
  return end < today ? end.plus({ years: 1 }).endOf('month').startOf('day') : end
}

/** "The second Monday of next month". Without a month it is no day we could know. */
function nthWeekday(today: CallDay, m: RegExpMatchArray): DateTime | null {
  const month = m[3] ? today.plus({ months: 1 }).startOf('month') : monthDay(today, monthOf(m[4]!), 1)
  if (!month) return null
  const first = month.plus({ days: (weekdayOf(m[2]!) - month.weekday + 7) % 7 })
  const nth = ['first', 'second', 'third', 'fourth'].indexOf(m[1]!.toLowerCase())
  const last = first.plus({ weeks: 4 })
  return nth === -1
    ? last.month === month.month
      ? last
      : last.minus({ weeks: 1 })
    : first.plus({ weeks: nth })
}

/** Ordered from the most telling to the least: what an earlier rule took, a later one no longer sees. */
export const RULES: Rule[] = [
  rule(`(?:last|past|previous) (?:${WEEKDAY}|week|month|quarter|year|night|${MONTH})`, () => 'past'),
  rule(
    `(?:yesterday|the other day|(?:about |around |some )?(?:${COUNT}|a few|several|a couple of) (?:days?|weeks?|months?|years?|hours?|minutes?) ago)`,
    () => 'past',
  ),
  rule(`${LEAD}(${WEEKDAY}),? (?:the )?(${ORDINAL})(?: of (${MONTH}))?`, (m, today) =>
    m[3]
      ? monthDay(today, monthOf(m[3]), Number.parseInt(m[2]!, 10))
      : dayOfMonth(today, Number.parseInt(m[2]!, 10)),
  ),
  rule(`${LEAD}(?:${WEEKDAY},? )?(?:the )?(${DAY_NUMBER})(?: of)? (${MONTH})(?:,? (20\\d\\d))?`, (m, today) =>
    monthDay(today, monthOf(m[2]!), Number.parseInt(m[1]!, 10), m[3] ? Number(m[3]) : undefined),
  ),
  rule(`${LEAD}(?:${WEEKDAY},? )?(${MONTH}) (?:the )?(${DAY_NUMBER})(?:,? (20\\d\\d))?`, (m, today) =>
    monthDay(today, monthOf(m[1]!), Number.parseInt(m[2]!, 10), m[3] ? Number(m[3]) : undefined),
  ),
  rule(`${LEAD}(20\\d\\d)-(\\d\\d)-(\\d\\d)`, (m, today) =>
    monthDay(today, Number(m[2]), Number(m[3]), Number(m[1])),
  ),
  rule(
    `${LEAD}(?:the )?(first|second|third|fourth|last) (${WEEKDAY})(?: (?:of|in) (?:(next month)|(?:the|this) month|(${MONTH})))?`,
    (m, today) => (m[3] || m[4] ? nthWeekday(today, m) : null),
  ),
  rule(`${LEAD}(?:a|one) week (?:from|on) (${WEEKDAY})`, (m, today) =>
    comingWeekday(today, weekdayOf(m[1]!)).plus({ weeks: 1 }),
  ),
  rule(`${LEAD}(?:a|one) week from (?:today|now)`, (_, today) => today.plus({ weeks: 1 })),
  rule(`${LEAD}(?:a|one) week from tomorrow`, (_, today) => today.plus({ weeks: 1, days: 1 })),
  rule(`${LEAD}(${WEEKDAY}) in (${COUNT}) weeks?`, (m, today) =>
    weekdayOfWeek(today, weekdayOf(m[1]!), countOf(m[2]!)),
  ),
  rule(`${LEAD}(?:the )?(${WEEKDAY}) after next`, (m, today) =>
    comingWeekday(today, weekdayOf(m[1]!)).plus({ weeks: 1 }),
  ),
  rule(`${LEAD}(?:the )?(${WEEKDAY}),? (?:of )?(?:the )?(?:next|following) week${DAY_PART}`, (m, today) =>
    weekdayOfWeek(today, weekdayOf(m[1]!), 1),
  ),
  rule(`${LEAD}next week,? (?:on |by |probably |maybe |say )?(${WEEKDAY})${DAY_PART}`, (m, today) =>
    weekdayOfWeek(today, weekdayOf(m[1]!), 1),
  ),
  rule(`${LEAD}next (${WEEKDAY})${DAY_PART}`, (m, today) => weekdayOfWeek(today, weekdayOf(m[1]!), 1)),
  rule(`${LEAD}(${WEEKDAY}) (?:of )?this week${DAY_PART}`, (m, today) =>
    weekdayThisWeek(today, weekdayOf(m[1]!)),
  ),
  rule(`${LEAD}this (?:coming )?(${WEEKDAY})${DAY_PART}`, (m, today) =>
    weekdayThisWeek(today, weekdayOf(m[1]!)),
  ),
  rule(`${LEAD}(?:the )?(?:coming )?(${WEEKDAY})${DAY_PART}`, (m, today) =>
    comingWeekday(today, weekdayOf(m[1]!)),
  ),
  rule(`${LEAD}the day after tomorrow${DAY_PART}`, (_, today) => today.plus({ days: 2 })),
  rule(`${LEAD}(?:end of (?:the )?day )?tomorrow${DAY_PART}`, (_, today) => today.plus({ days: 1 })),
  rule(`${LEAD}(?:the )?end of (?:the |this )?week|(?:by |before )?(?:eow|week'?s end)`, (_, today) =>
    endOfWeek(today, 0),
  ),
  rule(`${LEAD}(?:the )?end of (?:the )?(?:next|following) week`, (_, today) => endOfWeek(today, 1)),
  rule(`${LEAD}(?:the )?end of (?:the |this )?month|(?:by |before )?(?:eom|month[- ]end)`, (_, today) =>
    today.endOf('month').startOf('day'),
  ),
  rule(`${LEAD}(?:the )?end of (?:the )?next month`, (_, today) =>
    today.plus({ months: 1 }).endOf('month').startOf('day'),
  ),
  rule(
    `${LEAD}(?:the )?end of (?:the |this )?(?:calendar )?quarter|(?:by |before )?(?:eoq|quarter[- ]end)`,
    (_, today) => today.endOf('quarter').startOf('day'),
  ),
  rule(`${LEAD}(?:the )?end of (?:the )?next quarter`, (_, today) =>
    today.plus({ quarters: 1 }).endOf('quarter').startOf('day'),
  ),
  rule(`${LEAD}(?:the )?end of q([1-4])`, (m, today) => quarterEnd(today, Number(m[1]))),
  rule(
    `${LEAD}(?:the )?end of (?:the |this )?(?:calendar )?year|(?:by |before )?(?:eoy|year[- ]end)`,
    (_, today) => today.endOf('year').startOf('day'),
  ),
  rule(
    `${LEAD}(?:the )?end of (${MONTH})(?! \\d)`,
    (m, today) =>
      monthDay(today, monthOf(m[1]!), 1)?.endOf('month').startOf('day') ??
      today.endOf('month').startOf('day'),
  ),
  rule(
    `(?:in|within)(?: the next)? (${COUNT}) (?:business|working) days?|(${COUNT}) (?:business|working) days from (?:now|today)`,
    (m, today) => plusWorkingDays(today, countOf((m[1] ?? m[2])!)),
  ),
  rule(
    `(?:in|within)(?: the next)?(?: about)? (${COUNT}) (days?|weeks?|months?)(?:' time)?(?! (?:from|after|of) (?!now|today))|(${COUNT}) (days?|weeks?|months?) from (?:now|today)`,
    (m, today) => {
      const unit = (m[2] ?? m[4])!.toLowerCase()
      const count = countOf((m[1] ?? m[3])!)
      return today.plus(
        unit.startsWith('d') ? { days: count } : unit.startsWith('w') ? { weeks: count } : { months: count },
      )
    },
  ),
  rule(`(?:in|within) a fortnight`, (_, today) => today.plus({ weeks: 2 })),
  rule(`(?:in|within)(?: the next)? (24|48|72) hours`, (m, today) => today.plus({ days: Number(m[1]) / 24 })),
  rule(
    `(?:by |before )?(?:the )?(?:end of (?:the )?(?:business )?day|eod|cob|close of business)(?: today)?`,
    (_, today) => today,
  ),
  rule(`${LEAD}(?:later today|today|tonight|this (?:morning|afternoon|evening))`, (_, today) => today),
  rule(
    `(?:right |straight |directly |immediately |just )?after (?:this|the|our|today's) (?:call|meeting|chat)|(?:as soon as|when|once) we(?:'re| are)? (?:hang up|done here|off (?:this|the) call)|within the (?:next )?hour`,
    (_, today) => today,
  ),
  rule(`(?:by|before|until|on|no later than|for|around) the (${ORDINAL})`, (m, today) =>
    dayOfMonth(today, Number.parseInt(m[1]!, 10)),
  ),
  rule(
    `${LEAD}(?:the )?week after next`,
    () => null,
    (_, today) => today.startOf('week').plus({ weeks: 2 }),
  ),
  rule(
    `${LEAD}(?:(?:the )?(?:early|late|mid|middle of|beginning of|start of|first half of|second half of)[ -])?(?:the )?(?:next|following) week`,
    () => null,
    (_, today) => today.startOf('week').plus({ weeks: 1 }),
  ),
  rule(
    `${LEAD}(?:later )?this week`,
    () => null,
    (_, today) => today.startOf('week'),
  ),
  rule(
    `${LEAD}(?:(?:early|late|mid|the middle of|the beginning of|the start of)[ -])?(?:next|this) (?:month|quarter|year)`,
    () => null,
  ),
  rule(
    `(?:by|in|before|until|around|from|early in|late in|mid|early|late|the beginning of|beginning of|start of)[ -](?:the )?(?:${MONTH.replace('may|', '')}|may(?! (?:be|not|have))|q[1-4])(?! \\d)`,
    () => null,
  ),
  rule(
    `(?:over|after|before|on) the weekend|(?:in|within)(?: the next)? (?:a few|a couple(?: of)?|several|two or three|two to three) (?:days|weeks|months)|as soon as (?:possible|i can|we can)|asap|shortly|soon`,
    () => null,
  ),
]
