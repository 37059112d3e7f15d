import type { DateTime } from 'luxon'
import {
  comingWeekday,
  dayOfMonth,
  endOfWeek,
  iso,
  monthDay,
  plusWorkingDays,
  weekdayOfWeek,
  weekdayThisWeek,
} from './said-date.ts'
import type { CallDay, SaidDate } from './said-date.ts'

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

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

interface Rule {
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
function countOf(word: string): number {
  const lower = word.toLowerCase()
  if (/^\d/.test(lower)) return Number(lower)
  if (lower === 'a' || lower === 'an') return 1
  const tens: Record<string, number> = { fourteen: 14, fifteen: 15, twenty: 20, thirty: 30 }
  return tens[lower] ?? NUMBERS.indexOf(lower)
}
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
const RULES: Rule[] = [
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

const TIME =
  /(?:\b(?:at|by|before|around|from|until)\s+)?\b(?:(\d{1,2})(?::(\d\d))?\s*(a\.?m\.?|p\.?m\.?)|(\d{1,2}):(\d\d)|(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) o'?clock)(?=\W|$)|\b(?:at|by|before|around) (noon|midday)\b|\b(half past|quarter past|quarter to) (\w+)|\bat (\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?! (?:percent|per|euros?|dollars?|users?|seats?|people|%|or \d))/i

/** A time of day; a bare "at three" is an afternoon between 1 and 7, as people at work mean it. */
export function englishTime(text: string): { time: string; words: string } | null {
  const m = TIME.exec(text)
  if (!m) return null
  const words = m[0].trim()
  if (m[7]) return { time: '12:00', words }
  if (m[8]) {
    const base = countOf(m[9]!)
    if (!(base >= 1 && base <= 12)) return null
    const minutes = m[8].toLowerCase() === 'half past' ? 30 : m[8].toLowerCase() === 'quarter past' ? 15 : -15
    return clock(base, minutes, /* guess */ true, words)
  }
  const half = m[3]?.toLowerCase()
  let hour = countOf(m[1] ?? m[4] ?? m[6] ?? m[10] ?? '0')
  const minute = Number(m[2] ?? m[5] ?? 0)
  if (half?.startsWith('p') && hour < 12) hour += 12
  if (half?.startsWith('a') && hour === 12) hour = 0
  return clock(hour, minute, half === undefined && m[4] === undefined, words)
}

function clock(
  hour: number,
  minute: number,
  guess: boolean,
  words: string,
): { time: string; words: string } | null {
  const total = (guess && hour >= 1 && hour <= 7 ? hour + 12 : hour) * 60 + minute
  if (hour > 23 || minute > 59 || total < 0 || total >= 1440) return null
  return {
    time: `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`,
    words,
  }
}

/** Most sentences name no time at all: this spares them forty patterns (five times quicker over a whole call). */
const HINT =
  /day|week|month|quarter|year|morrow|night|morning|noon|evening|hour|soon|asap|after|hang up|off (?:this|the) call|\b(?:eo[dwmqy]|cob|q[1-4])\b|\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|close of business|fortnight|the other/i

/** Every day or looser time that a sentence names, in the order in which they stand there; past ones are left out. */
export function englishDates(text: string, today: CallDay): SaidDate[] {
  if (!HINT.test(text)) return []
  const taken: [number, number][] = []
  const found: SaidDate[] = []
  for (const { pattern, day, weekOf } of RULES) {
    for (const match of text.matchAll(pattern)) {
      const from = match.index
      const to = from + match[0].length
      if (taken.some(([a, b]) => from < b && to > a)) continue
      taken.push([from, to])
      const resolved = day(match, today)
      if (
        resolved === 'past' ||
        (/\b(?:since|from|after|this past)\b/i.test(leadOf(match[0])) && resolved === null)
      )
        continue
      const week = weekOf?.(match, today) ?? null
      found.push({
        words: match[0].trim(),
        at: from,
        date: resolved === null ? null : iso(resolved),
        time: null,
        weekOf: week ? iso(week) : null,
      })
    }
  }
  found.sort((a, b) => a.at - b.at)
  const time = found.length > 0 ? englishTime(text) : null
  return time ? found.map((date) => withTime(date, time, text)) : found
}

/** The time belongs to the date; where it stands right behind, its words belong too ("tomorrow before noon"). */
function withTime(date: SaidDate, time: { time: string; words: string }, text: string): SaidDate {
  const rest = text.slice(date.at + date.words.length)
  const gap = /^,? ?/.exec(rest)?.[0] ?? ''
  const adjacent = rest.slice(gap.length).startsWith(time.words)
  return { ...date, time: time.time, words: adjacent ? date.words + gap + time.words : date.words }
}

const leadOf = (words: string): string => words.split(' ').slice(0, 2).join(' ')

const CORRECTION =
  /\b(?:no|so(?=,)|meaning|sorry|actually|rather|i mean|make (?:that|it)|better|correction|or let'?s say|scratch that|wait)\b/i

/**
 * The day by which something is due: the last one where the speaker corrects themselves ("by Thursday, no, Friday"),
 * else the first with a deadline's preposition, else the first that is no mere start ("from Monday").
 */
export function englishDue(text: string, today: CallDay): SaidDate | null {
  const dates = englishDates(text, today).filter(
    (date) => !/^(?:since|from|starting|as of|this past)\b/i.test(date.words),
  )
  for (let i = dates.length - 1; i > 0; i--) {
    const between = text.slice(dates[i - 1]!.at + dates[i - 1]!.words.length, dates[i]!.at)
    if (/^\s*(?:or|to)(?: even)?\s*$/i.test(between)) {
      // "Today or tomorrow" is due when the later of the two has come.
      const words = text.slice(dates[i - 1]!.at, dates[i]!.at + dates[i]!.words.length)
      return { ...dates[i]!, words, at: dates[i - 1]!.at }
    }
    if (CORRECTION.test(`${between}${text.slice(dates[i]!.at, dates[i]!.at + 8)}`)) return dates[i]!
  }
  return (
    dates.find((date) => /^(?:by|before|until|till|no later|not later|within)\b/i.test(date.words)) ??
    dates[0] ??
    null
  )
}
