import { germanDates, germanTime } from '../../dates/german-dates.ts'
import { mailDate, zoneName } from '../../dates/mail-date.ts'
import type { CallDay } from '../../dates/said-date.ts'
import type { MeetingTongue } from '../meeting.ts'
import { GERMAN_NO, GERMAN_YES } from './words.ts'

const HOUR =
  /(?:um |gegen )?\b(eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn) uhr(?: (dreißig|fünfzehn|\d\d))?/i
const HOURS = [
  'null',
  'eins',
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
  'dreizehn',
  'vierzehn',
  'fünfzehn',
  'sechzehn',
  'siebzehn',
  'achtzehn',
]

/** How German speakers find the date of the next meeting. */
export function germanMeetings(today: CallDay, timeZone: string): MeetingTongue {
  return {
    cue: /\b(?:nächste[rsn]? (?:termin|gespräch|treffen|mal|meeting|call)|(?:neuen|weiteren|zweiten|nächsten) termin|termin|treffen wir|sehen wir|sprechen wir|hören wir|telefonieren wir|vorführung|demo|workshop|einladung|kalender|passt (?:ihnen|es|das|dir)|wie wäre|wie wär's|folgetermin)\b/i,
    elsewhere:
      /\b(?:schick\w*|send\w*|bis (?:montag|dienstag|mittwoch|donnerstag|freitag|ende)|kläre|melde|war|waren|hatte[n]?|gehabt|deadline|liefer\w*)\b/i,
    no: /\b(?:inventur|urlaub|feiertag|geht nicht|passt nicht|kann ich nicht|können wir nicht|leider|unterwegs|dienstreise|verhindert|messe)\b/i,
    kind: /\b(vorführung|demo|workshop|kick-?off|schulung|abstimmung)\b/i,
    weekday: /(montag|dienstag|mittwoch|donnerstag|freitag)/i,
    bare: /^(?:am |bis )?(?:montag|dienstag|mittwoch|donnerstag|freitag)(?!.*woche)/i,
    notThis: /\b(?:heute|gespräch|call|meeting|telefonat)\b/i,
    dates: germanDates,
    time: (text) => germanTime(text)?.time ?? spelled(text),
    asks: (text) => /\?\s*$/.test(text),
    agreedBy: (at, lines) => {
      const reply = lines.slice(at + 1, at + 4).find((line) => line.said.speaker !== lines[at]!.said.speaker)
      return reply && GERMAN_YES.test(reply.text) && !GERMAN_NO.test(reply.text) ? reply : null
    },
    phrase: ({ date, weekOf, time, kind }) => {
      const name = `Unser nächster Termin${kind ? ` (${kind.charAt(0).toUpperCase()}${kind.slice(1)})` : ''}`
      if (!date) return `${name} ist in der Woche ab ${mailDate(weekOf ?? '', 'de', today.year)}.`
      return `${name} ist am ${mailDate(date, 'de', today.year)}${time ? `, um ${time} Uhr (${zoneName(timeZone, date)})` : ''}.`
    },
  }
}

function spelled(text: string): string | null {
  const m = HOUR.exec(text)
  if (!m) return null
  const minutes = m[2] ? (/^\d/.test(m[2]) ? m[2] : m[2] === 'dreißig' ? '30' : '15') : '00'
  return `${String(HOURS.indexOf(m[1]!.toLowerCase())).padStart(2, '0')}:${minutes}`
}
