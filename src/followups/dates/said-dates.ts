import { englishDates } from './english-dates.ts'
import { englishTime } from './english-time.ts'
import { germanDates, germanTime } from './german-dates.ts'
import { japaneseDates, japaneseTime } from './japanese-dates.ts'
import type { CallDay, SaidDate } from './said-date.ts'

/** Every day named in a sentence, whichever of our languages it is in: people mix them within one call. */
export function saidDates(text: string, today: CallDay): SaidDate[] {
  return [...englishDates(text, today), ...germanDates(text, today), ...japaneseDates(text, today)]
}

/** Every time of day named in a sentence, as `HH:MM`. */
export function saidTimes(text: string): string[] {
  const times = text
    .split(/[,;.?!、。]\s*|\s(?:or|oder|and|und)\s/)
    .flatMap((part) => [englishTime(part), germanTime(part), japaneseTime(part)])
  return [englishTime(text), germanTime(text), japaneseTime(text), ...times].flatMap((found) =>
    found ? [found.time] : [],
  )
}
