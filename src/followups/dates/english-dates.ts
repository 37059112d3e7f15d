import { RULES } from './english-date-rules.ts'
import { englishTime } from './english-time.ts'
import { iso } from './said-date.ts'
import type { CallDay, SaidDate } from './said-date.ts'

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
