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

const DAYS = ['montag', 'dienstag', 'mittwoch', 'donnerstag', 'freitag', 'samstag', 'sonntag']
const MONTHS = [
  'januar',
  'februar',
  'märz',
  'april',
  'mai',
  'juni',
  'juli',
  'august',
  'september',
  'oktober',
  'november',
  'dezember',
]
const ORDINALS = [
  'ersten',
  'zweiten',
  'dritten',
  'vierten',
  'fünften',
  'sechsten',
  'siebten',
  'achten',
  'neunten',
  'zehnten',
  'elften',
  'zwölften',
  'dreizehnten',
  'vierzehnten',
  'fünfzehnten',
  'sechzehnten',
  'siebzehnten',
  'achtzehnten',
  'neunzehnten',
  'zwanzigsten',
  'einundzwanzigsten',
  'zweiundzwanzigsten',
  'dreiundzwanzigsten',
  'vierundzwanzigsten',
  'fünfundzwanzigsten',
  'sechsundzwanzigsten',
  'siebenundzwanzigsten',
  'achtundzwanzigsten',
  'neunundzwanzigsten',
  'dreißigsten',
  'einunddreißigsten',
]
const NUMBERS = [
  'null',
  'ein',
  'zwei',
  'drei',
  'vier',
  'fünf',
  'sechs',
  'sieben',
  'acht',
  'neun',
  'zehn',
  'elf',
  'zwölf',
]

const DAY = `(${DAYS.join('|')}|sonnabend)(?:früh|morgen|vormittag|mittag|nachmittag|abend)?`
const MONTH = `(${MONTHS.join('|')}|jänner)`
const COUNT = `(\\d{1,3}|eine[rmn]?|${NUMBERS.slice(1).join('|')}|vierzehn)`
const LEAD =
  '(?:(?:bis|spätestens|vor|am|zum|ab|seit|nach|gegen|ende|anfang|so|auf|für|im laufe des|kommenden|kommender) )*(?:spätestens )?'

interface Rule {
  pattern: RegExp
  day: (m: RegExpMatchArray, today: CallDay) => DateTime | null | 'past'
  weekOf?: (today: CallDay) => DateTime
}
const rule = (body: string, day: Rule['day'], weekOf?: Rule['weekOf']): Rule => ({
  pattern: new RegExp(`(?<![\\p{L}\\d])${body}(?![\\p{L}\\d])`, 'giu'),
  day,
  ...(weekOf && { weekOf }),
})

const weekday = (word: string): number =>
  /^sonnabend/i.test(word) ? 6 : DAYS.findIndex((day) => word.toLowerCase().startsWith(day)) + 1
const month = (word: string): number => (/^jänner/i.test(word) ? 1 : MONTHS.indexOf(word.toLowerCase()) + 1)
function count(word: string): number {
  if (/^\d/.test(word)) return Number(word)
  if (/^vierzehn/i.test(word)) return 14
  if (/^eine/i.test(word)) return 1
  return NUMBERS.indexOf(word.toLowerCase())
}

const RULES: Rule[] = [
  rule(
    `(?:letzte[nrs]?|vergangene[nrs]?|vorige[nrs]?) (?:${DAY}|woche|monat|quartal|jahr)|gestern|vorgestern|vor ${COUNT} (?:tagen?|wochen?|monaten?|jahren?)`,
    () => 'past',
  ),
  rule(
    `${LEAD}(?:den |dem |der )?(?:${DAY},? )?(?:den |dem )?(\\d{1,2})\\. ?${MONTH}(?: (20\\d\\d))?`,
    (m, today) => monthDay(today, month(m[3]!), Number(m[2]), m[4] ? Number(m[4]) : undefined),
  ),
  rule(
    `${LEAD}(?:den |dem )?(?:${DAY},? )?(?:den |dem )?(\\d{1,2})\\. ?(\\d{1,2})\\.(?: ?(20\\d\\d))?`,
    (m, today) => monthDay(today, Number(m[3]), Number(m[2]), m[4] ? Number(m[4]) : undefined),
  ),
  rule(
    `${LEAD}(?:den |dem )?(?:${DAY},? )?(?:den |dem )?(${ORDINALS.toReversed().join('|')}) ${MONTH}`,
    (m, today) => monthDay(today, month(m[3]!), ORDINALS.indexOf(m[2]!.toLowerCase()) + 1),
  ),
  rule(`${LEAD}${DAY} in ${COUNT} wochen?`, (m, today) => weekdayOfWeek(today, weekday(m[1]!), count(m[2]!))),
  rule(`${LEAD}übernächste[nrs]? ${DAY}`, (m, today) => weekdayOfWeek(today, weekday(m[1]!), 2)),
  rule(`${LEAD}nächste[nrs]? woche(?: am)? ${DAY}`, (m, today) => weekdayOfWeek(today, weekday(m[1]!), 1)),
  rule(`${LEAD}${DAY},? (?:der |in der )?(?:nächste[nrs]?|kommende[nrs]?) woche`, (m, today) =>
    weekdayOfWeek(today, weekday(m[1]!), 1),
  ),
  rule(`${LEAD}(?:de[nrm] )?nächste[nrs]? ${DAY}`, (m, today) => weekdayOfWeek(today, weekday(m[1]!), 1)),
  rule(`${LEAD}(?:diese[nrs]?|kommende[nrs]?) ${DAY}`, (m, today) => weekdayThisWeek(today, weekday(m[1]!))),
  rule(`${LEAD}${DAY}`, (m, today) => comingWeekday(today, weekday(m[1]!))),
  rule(`${LEAD}übermorgen`, (_, today) => today.plus({ days: 2 })),
  rule(
    `(?:bis |spätestens |gleich |für )*morgen(?: früh| vormittag| mittag| nachmittag| abend)?(?! (?:und|zusammen|allerseits))`,
    (m, today) =>
      /^morgen$/i.test(m[0]) && m.index === 0 && /^morgen[,.!]/i.test(m.input ?? '')
        ? 'past'
        : today.plus({ days: 1 }),
  ),
  rule(`(?:bis |spätestens |zum |gegen )*(?:ende (?:der|dieser) woche|wochenende)`, (_, today) =>
    endOfWeek(today, 0),
  ),
  rule(`(?:bis |spätestens |zum |gegen )*ende (?:der )?(?:nächste[rn]|kommende[rn]) woche`, (_, today) =>
    endOfWeek(today, 1),
  ),
  rule(`(?:bis |spätestens |zum |gegen )*(?:ende (?:des|dieses) monats|monatsende)`, (_, today) =>
    today.endOf('month').startOf('day'),
  ),
  rule(`(?:bis |spätestens |zum |gegen )*(?:ende (?:des|dieses) quartals|quartalsende)`, (_, today) =>
    today.endOf('quarter').startOf('day'),
  ),
  rule(`(?:bis |spätestens |zum |gegen )*(?:ende (?:des|dieses) jahres|jahresende)`, (_, today) =>
    today.endOf('year').startOf('day'),
  ),
  rule(
    `(?:bis |spätestens |zum |gegen )*ende ${MONTH}`,
    (m, today) =>
      monthDay(today, month(m[1]!), 1)?.endOf('month').startOf('day') ?? today.endOf('month').startOf('day'),
  ),
  rule(`(?:in|innerhalb von|binnen) ${COUNT} (?:werk|arbeits)tagen?`, (m, today) =>
    plusWorkingDays(today, count(m[1]!)),
  ),
  rule(`(?:in|innerhalb von|binnen)(?: den nächsten)? ${COUNT} (tagen?|wochen?|monaten?)`, (m, today) => {
    const unit = m[2]!.toLowerCase()
    const n = count(m[1]!)
    return today.plus(
      unit.startsWith('t') ? { days: n } : unit.startsWith('w') ? { weeks: n } : { months: n },
    )
  }),
  rule(
    `(?:bis |noch )*(?:heute(?: noch| nachmittag| abend| mittag)?|im laufe des tages|(?:gleich |direkt |sofort )?(?:nach|im anschluss an) (?:dem|diesem|unserem|das|dieses|unser|unseren) (?:gespräch|termin|call|telefonat|meeting)|gleich im anschluss|direkt im anschluss)`,
    (_, today) => today,
  ),
  rule(
    `(?:bis |zum |am |spätestens )+(?:den |dem )?(\\d{1,2})\\.(?! ?\\d)(?! (?:${MONTHS.join('|')}))`,
    (m, today) => dayOfMonth(today, Number(m[1])),
  ),
  rule(
    `(?:(?:bis|spätestens|im laufe|anfang|mitte|ende|in|der) )*(?:nächste[rn]?|kommende[rn]?) woche`,
    () => null,
    (today) => today.startOf('week').plus({ weeks: 1 }),
  ),
  rule(
    `(?:(?:bis|spätestens|im laufe) )*übernächste[rn]? woche`,
    () => null,
    (today) => today.startOf('week').plus({ weeks: 2 }),
  ),
  rule(
    `(?:(?:noch|im laufe|in) )*diese[rn]? woche`,
    () => null,
    (today) => today.startOf('week'),
  ),
  rule(
    `(?:(?:bis|im|anfang|mitte|ab) )+${MONTH}|(?:im )?(?:nächsten|kommenden) (?:monat|quartal|jahr)|in (?:den nächsten|ein paar|einigen|wenigen) (?:tagen|wochen)|so (?:bald|schnell) wie möglich|zeitnah|demnächst|in kürze`,
    () => null,
  ),
]

const TIME =
  /(?:um |gegen |ab |vor )?(?<!\d)(\d{1,2})(?:[:.](\d\d))? ?uhr(?: (\d\d))?|\b(?:um|gegen) (halb )?(\d{1,2}|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)\b/iu

export function germanTime(text: string): { time: string; words: string } | null {
  const m = TIME.exec(text)
  if (!m) return null
  if (m[1]) return clock(Number(m[1]), Number(m[2] ?? m[3] ?? 0), m[0])
  const said = /^\d/.test(m[5]!)
    ? Number(m[5])
    : m[5]!.toLowerCase() === 'eins'
      ? 1
      : NUMBERS.indexOf(m[5]!.toLowerCase())
  const hour = said >= 1 && said <= 7 ? said + 12 : said
  return m[4] ? clock(hour - 1, 30, m[0]) : clock(hour, 0, m[0])
}

function clock(hour: number, minute: number, words: string): { time: string; words: string } | null {
  if (hour > 23 || minute > 59) return null
  return { time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`, words: words.trim() }
}

const HINT =
  /tag|woche|monat|quartal|jahr|morgen|heute|gestern|mittwoch|sonnabend|anschluss|gespräch|termin|call|telefonat|meeting|zeitnah|demnächst|kürze|möglich|\d|januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember/i

/** Every day or looser time that a German sentence names; past ones are left out. */
export function germanDates(text: string, today: CallDay): SaidDate[] {
  if (!HINT.test(text)) return []
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
        words: m[0].trim(),
        at: from,
        date: resolved ? iso(resolved) : null,
        time: null,
        weekOf: weekOf ? iso(weekOf(today)) : null,
      })
    }
  }
  const time = found.length > 0 ? germanTime(text)?.time : undefined
  return found.sort((a, b) => a.at - b.at).map((date) => (time ? { ...date, time } : date))
}

const CORRECTION =
  /\b(?:nein|nee|quatsch|sorry|entschuldigung|besser|lieber|eher|ich meine|beziehungsweise|also|moment|doch)\b/i

export function germanDue(text: string, today: CallDay): SaidDate | null {
  const dates = germanDates(text, today).filter(
    (date) => !/^(?:seit|ab|nach)\b/i.test(date.words) || date.date === iso(today),
  )
  const last = dates.at(-1)
  if (last && dates.length > 1 && CORRECTION.test(text.slice(dates.at(-2)!.at, last.at + 8))) return last
  return (
    dates.find((date) => /^(?:bis|spätestens|vor|innerhalb|binnen|zum)\b/i.test(date.words)) ??
    dates[0] ??
    null
  )
}
