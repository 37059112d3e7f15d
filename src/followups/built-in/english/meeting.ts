import { englishDates, englishDue } from '../../dates/english-dates.ts'
import { mailDate, zoneName } from '../../dates/mail-date.ts'
import type { CallDay } from '../../dates/said-date.ts'
import type { FoundMeeting } from '../found.ts'
import type { Line } from '../talk.ts'
import { ASSENT } from './words.ts'
import { replyTo } from './replies.ts'

const MEET =
  /\b(?:(?:let'?s|we(?:'ll| will| can| could| should)?|shall we|should we|can we|could we|how about (?:we|another)|why don'?t we) (?:all |then |just )?(?:meet|talk|speak|catch up|regroup|reconvene|touch base|sync|connect|have (?:a|another|the|our)|do (?:a|another|the|our)|get (?:together|back together)|jump on|hop on|schedule|book|set up|put)|(?:next|another|follow[- ]up|second|technical|deeper|kick-?off) (?:call|meeting|session|demo|conversation|chat|workshop)|(?:send|put|book|schedule|set up|drop|get) .{0,40}\b(?:invite|invitation|meeting|call|slot|session|time (?:on|in))|(?:talk|speak|see you|meet)(?: (?:again|then|to you|soon|you))* (?:on )?(?:next |this )?(?:mon|tues|wednes|thurs|fri)day|same time|how about|does .{0,30} (?:work|suit)|would .{0,30} (?:work|suit)|(?:works?|good|free|available) (?:for (?:me|us|you)|on))\b/i
const ABOUT_MEETING =
  /\b(?:meet|call|session|demo|workshop|invite|invitation|calendar|slot|catch up|reconvene|regroup|touch base|sync|talk|speak|see you|review meeting|kick-?off|check-?in|same time|work for|works? for|suit|free|available)\b/i
const NO =
  /\b(?:can'?t|cannot|doesn'?t work|not work|busy|won'?t work|out of office|on vacation|on holiday|booked|traveling|travelling|rather|instead|better|clash|conflict)\b/i
const WHAT =
  /\b((?:follow[- ]up|technical|deeper|second|next|kick-?off|security|review|discovery|demo|pricing|onboarding|planning|check-?in|architecture|training) (?:call|meeting|session|review|demo|workshop|deep dive|check-?in)|demo|workshop|kick-?off|check-?in|deep dive|walkthrough)\b/i

/** The next meeting as it was finally agreed: proposals count only once somebody takes them. */
export function nextMeeting(lines: Line[], today: CallDay, timeZone: string): FoundMeeting | null {
  let meeting: {
    lines: Line[]
    date: string | null
    weekOf: string | null
    time: string | null
    words: string | null
    what: string | null
  } | null = null
  lines.forEach((line, at) => {
    if (line.isPrivate || line.isOrder) return
    const correction =
      meeting !== null &&
      at - lines.indexOf(meeting.lines.at(-1)!) <= 4 &&
      /\b(?:actually|instead|rather|make (?:it|that)|better|how about|what about|sorry|or)\b/i.test(line.text)
    if (!(MEET.test(line.text) && ABOUT_MEETING.test(line.text)) && !correction) return
    const dates = englishDates(line.text, today)
    const date = NO.test(line.text) ? dates.at(-1) : englishDue(line.text, today)
    if (!date) return
    if (
      /\b(?:deadline|go[- ]live|launch|by (?:the )?(?:end|mon|tues|wednes|thurs|fri))/i.test(line.text) &&
      !/\b(?:meet|call|session|invite|talk|speak|catch up)\b/i.test(line.text)
    )
      return
    const question =
      line.text.includes('?') || /\b(?:how about|what about|could we|maybe|would)\b/i.test(line.text)
    const reply = replyTo(at, lines)
    const counter = reply.kind !== 'none' && NO.test(reply.line.text)
    if (counter || (question && (reply.kind !== 'yes' || !agrees(reply.line)))) return
    if (!question && reply.kind === 'no') return
    const replied = reply.kind === 'yes' ? englishDates(reply.line.text, today).at(-1) : undefined
    const final = replied?.date ? replied : date
    const time =
      final.time ??
      date.time ??
      (reply.kind === 'yes' ? timeIn(reply.line, today) : null) ??
      (correction || final.date === meeting?.date ? (meeting?.time ?? null) : null)
    meeting = {
      lines: [
        ...(correction && meeting ? meeting.lines : []),
        line,
        ...(reply.kind === 'yes' ? [reply.line] : []),
      ],
      date: final.date,
      weekOf: final.weekOf,
      time,
      words: final.words,
      what: WHAT.exec(line.text)?.[1]?.toLowerCase() ?? (correction && meeting ? meeting.what : null),
    }
  })
  return meeting ? phrased(meeting, today, timeZone) : null
}

const agrees = (line: Line): boolean =>
  ASSENT.test(line.text) || /\b(?:works|fine|good|great|perfect|invite)\b/i.test(line.text)

const timeIn = (line: Line, today: CallDay): string | null => englishDates(line.text, today)[0]?.time ?? null

function phrased(
  meeting: {
    lines: Line[]
    date: string | null
    weekOf: string | null
    time: string | null
    words: string | null
    what: string | null
  },
  today: CallDay,
  timeZone: string,
): FoundMeeting {
  const what =
    meeting.what && !/^next /.test(meeting.what) ? `Our next meeting (${meeting.what})` : 'Our next meeting'
  const { lines, date, time, words } = meeting
  const day = date
    ? `on ${mailDate(date, 'en', today.year)}`
    : meeting.weekOf
      ? `in the week of ${mailDate(meeting.weekOf, 'en', today.year)}`
      : (words ?? '')
  const clock = time && date ? ` at ${time} (${zoneName(timeZone, date)})` : ''
  return {
    lines: lines.slice(-8),
    text: `${what} is planned ${day}${clock}.`.replace(/\s+\./, '.'),
    date,
    time,
    words,
  }
}
