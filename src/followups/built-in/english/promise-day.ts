import { englishDue } from '../../dates/english-due.ts'
import type { SaidDate } from '../../dates/said-date.ts'
import type { Line } from '../talk.ts'
import type { Candidate, EnglishCall } from './candidate.ts'

/** "By Friday, I'll send …": a date in front of the subject. */
export function leadingDate(candidate: Candidate, rest: string, call: EnglishCall): SaidDate | null {
  const at = candidate.speaker.text.indexOf(rest)
  const lead = at > 0 ? candidate.speaker.text.slice(0, at) : ''
  const own = /[^.;,]*,?[^,.;]*$/.exec(lead)?.[0] ?? ''
  return /\b(?:I|we|you|[A-Z]\w+)\b.*\b(?:I|we|you)\b/.test(own) ? null : englishDue(own, call.today)
}

/** A date said right after: "I'll send it over. By Thursday." · "When?" "Thursday." */
export function dateAfter(
  candidate: Candidate,
  at: number,
  call: EnglishCall,
): { due: SaidDate; line: Line } | null {
  const last = call.lines.indexOf(candidate.lines.at(-1)!)
  const next = call.lines[last + 1]
  if (next && next.said.speaker === candidate.lines.at(-1)!.said.speaker && !next.isPrivate) {
    const bare = next.text.replace(/[.!?]+$/, '')
    const due = englishDue(bare, call.today)
    if (
      due &&
      bare.length - due.words.length <= 32 &&
      /^(?:(?:so|and|probably|hopefully|let's say|say|you(?:'ll| will) have (?:it|that|them)|that(?:'ll| will) be|it(?:'ll| will) be(?: there| with you| in your inbox)?|i(?:'ll| will| can) (?:do|have|get) (?:it|that)(?: done| ready| to you| over)?|latest|at the latest|you should have it|should be|definitely|no later than)[\s,]*)*$/i.test(
        bare.replace(due.words, '').trim(),
      )
    )
      return { due, line: next }
  }
  const when = call.lines
    .slice(at + 1, at + 4)
    .find(
      (line) =>
        /^(?:\W*(?:great|perfect|okay|ok|thanks|and|so)\W+)*(?:(?:by )?when\b|what(?:'s| is) (?:the|your) (?:timeline|timing|eta)|how soon)/i.test(
          line.text,
        ) && line.side !== candidate.speaker.side,
    )
  if (!when) return null
  const answer = call.lines[call.lines.indexOf(when) + 1]
  const due = answer && answer.side === candidate.actor.side ? englishDue(answer.text, call.today) : null
  return due ? { due, line: answer! } : null
}

/** "Send the invite for Wednesday": the day of the meeting, not the day by which it is sent. */
export const isMeetingDay = (rest: string, due: SaidDate): boolean =>
  /^(?:send|put|set up|book|schedule|make|get|move|push|drop)\b.*\b(?:invit\w+|calendar|diary|slot|meeting|call|session|series|demo|workshop)\b/i.test(
    rest,
  ) &&
  !/^(?:by|before|until|today|tonight|this|later|tomorrow|right|straight|after|within)\b/i.test(due.words)
