import { englishDates } from './english-dates.ts'
import type { CallDay, SaidDate } from './said-date.ts'

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
