import { saidDates } from '../dates/said-dates.ts'
import type { CallDay } from '../dates/said-date.ts'
import type { Findings } from './found.ts'
import type { Line } from './talk.ts'

/**
 * For a language without rules of its own: sentences with figures or days are quoted as they were said, nothing is
 * claimed about promises, and a note tells the rep that a person must read the call.
 */
export function findNothing(language: string) {
  return ({ lines, today }: { lines: Line[]; today: CallDay }): Findings => {
    const name = new Intl.DisplayNames(['en'], { type: 'language' }).of(language) ?? language
    const told = lines.filter(
      (line) =>
        !line.isPrivate &&
        !line.isOrder &&
        line.side !== 'unknown' &&
        /\p{L}/u.test(line.text) &&
        !/[?？]\s*$/.test(line.text),
    )
    const facts = told.filter(
      (line) =>
        line.text.length >= 20 &&
        line.text.length <= 240 &&
        (/\d/.test(line.text) || saidDates(line.text, today).length > 0),
    )
    return {
      recap: facts
        .slice(0, 5)
        .map((line) => ({ lines: [line], text: `\u201c${line.text}\u201d`, weight: 1 })),
      promises: [],
      questions: [],
      decisions: [],
      meeting: null,
      notes: [
        {
          lines: lines.slice(0, 1),
          text: `This call was held in ${name}, which the built-in writer does not fully cover: it quotes key sentences but finds no promises, questions or dates. Please read the transcript, or choose a model as writer.`,
          weight: 1,
        },
      ],
    }
  }
}
