import { englishDates } from '../../dates/english-dates.ts'
import { englishTime } from '../../dates/english-time.ts'
import { mailDate, zoneName } from '../../dates/mail-date.ts'
import type { CallDay } from '../../dates/said-date.ts'
import type { MeetingTongue } from '../meeting.ts'
import { replyTo } from './replies.ts'

const CUE =
  /\b(?:next (?:call|meeting|session|one|time|step)|(?:another|follow[- ]?up|second|technical|kick-?off|deeper) (?:call|meeting|session|conversation|chat)|(?:meet|talk|speak|catch up|connect|sync|sit down) (?:again|next|then|soon|on (?:mon|tues|wednes|thurs|fri)|(?:mon|tues|wednes|thurs|fri))|meet|reconvene|regroup|touch base|same time|invit(?:e|ation)s?|calendars?|diar(?:y|ies)|(?:find|fix|set|book|schedule|pick) (?:a|the|another) (?:time|date|slot|day|call|meeting|session|next)|(?:how'?s|how about|what about|how is|shall we say|does|would) (?:\w+ ){0,3}(?:mon|tues|wednes|thurs|fri)day|(?:a|the) (?:demo|workshop|kick-?off|deep dive|review meeting|check-?in)|see (?:you|each other))\b/i
const ELSEWHERE =
  /\b(?:(?:i|we|you|he|she|they|[A-Z]\w+)(?:'ll| will| can|'ve got to| have to| need to) (?!(?:meet|talk|speak|see|catch|reconvene|do|have a|say|make it|put|book|schedule|set|be there|be free)\b)\w+|deadline|go[- ]live|launch|by (?:the )?(?:end|mon|tues|wednes|thurs|fri)|starts?|live|votes?|ends?|expires?|was|were|did|had|signed|sent)\b/i
const NO =
  /\b(?:can'?t|cannot|doesn'?t work|won'?t work|busy|out of office|off (?:on|that|all)|i'm off|we're off|on (?:vacation|holiday|leave)|fully booked|travell?ing|rather not|clash|conflict|month-end|stocktak|(?:i'm|we're|i am|i've got|i have) (?:at|in|a)\b|not (?:the |on |before )|no good|bank holiday|public holiday)\b|'s month-end/i
const KINDS =
  /\b((?:technical|security|review|discovery|pricing|onboarding|planning|architecture|training|contract) (?:call|meeting|session|review|workshop|deep dive)|demo|workshop|kick-?off|check-?in|deep dive)\b/i

/** How English speakers find the date of the next meeting. */
export function englishMeetings(today: CallDay, timeZone: string): MeetingTongue {
  return {
    cue: CUE,
    elsewhere: ELSEWHERE,
    no: NO,
    kind: KINDS,
    weekday: /(mon|tues|wednes|thurs|fri)day/i,
    bare: /^(?:on |the )?(?:mon|tues|wednes|thurs|fri)day\b(?!.*week)/i,
    notThis: /^(?:in|within) |\bend of\b|\b(?:today|tonight|call|meeting|this (?:morning|afternoon))\b/i,
    dates: englishDates,
    time: (text) => englishTime(text)?.time ?? null,
    asks: (text) => /\?\s*$/.test(text),
    agreedBy: (at, lines) => {
      const reply = replyTo(at, lines)
      if (reply.kind === 'yes') return reply.line
      const next = lines.slice(at + 1, at + 3).find((line) => line.said.speaker !== lines[at]!.said.speaker)
      return next &&
        next.text.length < 40 &&
        /\b(?:good|fine|works|perfect|great|okay|suits)\b/i.test(next.text) &&
        !NO.test(next.text)
        ? next
        : null
    },
    phrase: ({ date, weekOf, time, kind }) => {
      const name = kind ? `Our next meeting (${kind})` : 'Our next meeting'
      if (!date) return `${name} is in the week of ${mailDate(weekOf ?? '', 'en', today.year)}.`
      return `${name} is on ${mailDate(date, 'en', today.year)}${time ? ` at ${time} (${zoneName(timeZone, date)})` : ''}.`
    },
  }
}
