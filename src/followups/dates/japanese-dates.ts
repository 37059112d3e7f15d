import type { DateTime } from 'luxon'
import {
  comingWeekday,
  dayOfMonth,
  endOfWeek,
  iso,
  monthDay,
  plusWorkingDays,
  weekdayOfWeek,
} from './said-date.ts'
import type { CallDay, SaidDate } from './said-date.ts'

const DAYS = '月火水木金土日'
const KANJI = '〇一二三四五六七八九'
const N = '([0-9０-９〇一二三四五六七八九十]{1,4})'
const DAY = `([${DAYS}])曜日?`
/** "By", "on" and their kin stand behind the date. */
const TAIL =
  '(?:の?(?:午前|午後|夕方|朝|夜|お昼|昼|終業)(?:中)?)?(?:まで(?:に|には)?|中(?:に|には)?|頃(?:に|まで(?:に)?)?|ごろ(?:に)?|に|以内(?:に)?|には)?'

export function japaneseNumber(text: string): number {
  const plain = text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
  if (/^\d+$/.test(plain)) return Number(plain)
  if (!plain.includes('十')) return Number([...plain].map((char) => KANJI.indexOf(char)).join(''))
  const [tens = '', ones = ''] = plain.split('十')
  return (tens ? KANJI.indexOf(tens) : 1) * 10 + (ones ? KANJI.indexOf(ones) : 0)
}
const weekday = (char: string): number => DAYS.indexOf(char) + 1

interface Rule {
  pattern: RegExp
  day: (m: RegExpMatchArray, today: CallDay) => DateTime | null | 'past'
  weekOf?: (today: CallDay) => DateTime
}
const rule = (body: string, day: Rule['day'], weekOf?: Rule['weekOf']): Rule => ({
  pattern: new RegExp(`(?:${body})${TAIL}`, 'gu'),
  day,
  ...(weekOf && { weekOf }),
})

const RULES: Rule[] = [
  rule(`先週(?:の?${DAY})?|先月|昨日|一昨日|昨年|去年|${N}(?:日|週間|か月|ヶ月|年)前`, () => 'past'),
  rule(`(?:(20\\d\\d)年)?${N}月${N}日(?:の?[（(]?${DAY}[)）]?)?`, (m, today) =>
    monthDay(today, japaneseNumber(m[2]!), japaneseNumber(m[3]!), m[1] ? Number(m[1]) : undefined),
  ),
  rule(`再来週の?${DAY}`, (m, today) => weekdayOfWeek(today, weekday(m[1]!), 2)),
  rule(`(?:来週|翌週)の?${DAY}`, (m, today) => weekdayOfWeek(today, weekday(m[1]!), 1)),
  rule(`(?:今週|こんしゅう)の?${DAY}`, (m, today) => weekdayOfWeek(today, weekday(m[1]!), 0)),
  rule(`(?:次の?)?${DAY}`, (m, today) => comingWeekday(today, weekday(m[1]!))),
  rule('明後日|あさって', (_, today) => today.plus({ days: 2 })),
  rule('明日|あした|あす|翌日', (_, today) => today.plus({ days: 1 })),
  rule('今週末|週末|今週(?:いっぱい|中)', (_, today) => endOfWeek(today, 0)),
  rule('来週(?:末|いっぱい|中)', (_, today) => endOfWeek(today, 1)),
  rule('(?:今月末|月末|今月(?:いっぱい|中))', (_, today) => today.endOf('month').startOf('day')),
  rule('来月末', (_, today) => today.plus({ months: 1 }).endOf('month').startOf('day')),
  rule('(?:今)?四半期末|今期末', (_, today) => today.endOf('quarter').startOf('day')),
  rule('年内|年末', (_, today) => today.endOf('year').startOf('day')),
  rule(
    `${N}月末`,
    (m, today) =>
      monthDay(today, japaneseNumber(m[1]!), 1)?.endOf('month').startOf('day') ??
      today.endOf('month').startOf('day'),
  ),
  rule(`${N}営業日(?:以内|後)`, (m, today) => plusWorkingDays(today, japaneseNumber(m[1]!))),
  rule(`${N}(日|週間|か月|ヶ月)(?:以内|後)`, (m, today) =>
    today.plus(
      m[2] === '日'
        ? { days: japaneseNumber(m[1]!) }
        : m[2] === '週間'
          ? { weeks: japaneseNumber(m[1]!) }
          : { months: japaneseNumber(m[1]!) },
    ),
  ),
  rule(
    '(?:本日|今日)中|本日|今日|この後(?:すぐ)?|この(?:会議|打ち合わせ|お打ち合わせ)の(?:後|あと)',
    (m, today) => (/^(?:本日|今日)(?:に|は)?$/.test(m[0]) ? 'past' : today),
  ),
  rule(`${N}日(?!間|前|後|以内|ほど|程度|くらい)`, (m, today) => dayOfMonth(today, japaneseNumber(m[1]!))),
  rule(
    '再来週',
    () => null,
    (today) => today.startOf('week').plus({ weeks: 2 }),
  ),
  rule(
    '来週(?:頭|前半|後半|初め|半ば)?',
    () => null,
    (today) => today.startOf('week').plus({ weeks: 1 }),
  ),
  rule(
    '今週',
    () => null,
    (today) => today.startOf('week'),
  ),
  rule(
    '来月(?:上旬|中旬|下旬|初め|頭)?|近日中|後日|なるべく早く|できるだけ早く|早急に|来期|来年',
    () => null,
  ),
]

const TIME = new RegExp(`(午前|午後)?${N}時(?:(半)|${N}分)?`, 'u')

export function japaneseTime(text: string): { time: string; words: string } | null {
  const m = TIME.exec(text)
  if (
    !m ||
    new RegExp(`${N}時間`, 'u').test(m[0] + text.slice(m.index + m[0].length, m.index + m[0].length + 1))
  )
    return null
  let hour = japaneseNumber(m[2]!)
  const minute = m[3] ? 30 : m[4] ? japaneseNumber(m[4]) : 0
  if (m[1] === '午後' && hour < 12) hour += 12
  else if (!m[1] && hour >= 1 && hour <= 6) hour += 12
  if (hour > 23 || minute > 59) return null
  return { time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`, words: m[0] }
}

/** Every day or looser time that a Japanese sentence names; past ones are left out. */
export function japaneseDates(text: string, today: CallDay): SaidDate[] {
  if (!/[\u3040-\u9fff]/.test(text)) return []
  const taken: [number, number][] = []
  const found: SaidDate[] = []
  for (const { pattern, day, weekOf } of RULES) {
    for (const m of text.matchAll(pattern)) {
      const [from, to] = [m.index, m.index + m[0].length]
      if (taken.some(([a, b]) => from < b && to > a)) continue
      taken.push([from, to])
      const resolved = day(m, today)
      if (resolved === 'past') continue
      found.push({
        words: m[0],
        at: from,
        date: resolved ? iso(resolved) : null,
        time: null,
        weekOf: weekOf ? iso(weekOf(today)) : null,
      })
    }
  }
  const time = found.length > 0 ? japaneseTime(text)?.time : undefined
  return found.sort((a, b) => a.at - b.at).map((date) => (time ? { ...date, time } : date))
}

export function japaneseDue(text: string, today: CallDay): SaidDate | null {
  const dates = japaneseDates(text, today)
  const last = dates.at(-1)
  if (
    last &&
    dates.length > 1 &&
    /(?:いえ|いや|失礼|ではなく|じゃなく|やっぱり|訂正)/u.test(
      text.slice(dates.at(-2)!.at, last.at + last.words.length + 6),
    )
  )
    return last
  return dates.find((date) => /まで|以内|中/.test(date.words)) ?? dates[0] ?? null
}
