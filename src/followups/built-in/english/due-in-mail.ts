import { mailDate } from '../../dates/mail-date.ts'
import type { CallDay, SaidDate } from '../../dates/said-date.ts'

/** " by Thursday, 26 November" from "by Thursday": with the preposition that was said, and the day it means. */
export function dueInMail(due: SaidDate | null, today: CallDay): string {
  if (!due) return ''
  if (due.date) {
    const day = mailDate(due.date, 'en', today.year)
    const before = /^(?:before)\b/i.test(due.words)
    const by =
      /^(?:by|until|till|no later|not later|within|eo[dwmqy]|cob|close of|(?:the )?end of|latest)\b/i.test(
        due.words,
      ) || /\bend of\b/i.test(due.words)
    return before
      ? ` before ${day}`.replace('before', /end of/i.test(due.words) ? 'by' : 'before')
      : `${by ? ' by' : ' on'} ${day}`
  }
  if (due.weekOf) {
    const early = /\b(early|beginning|start)\b/i.test(due.words) ? 'early ' : ''
    return ` ${early}in the week of ${mailDate(due.weekOf, 'en', today.year)}`
  }
  return ` ${due.words.toLowerCase().replace(/\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|q[1-4])\b/g, (name) => name.charAt(0).toUpperCase() + name.slice(1))}`
}
