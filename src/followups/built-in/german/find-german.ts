import type { Findings } from '../found.ts'
import { nextMeeting } from '../meeting.ts'
import type { GermanCall } from './german-call.ts'
import { germanMeetings } from './meeting.ts'
import { germanPromises } from './promises.ts'
import { germanQuestions } from './questions.ts'
import { germanRecap } from './recap.ts'

/** All that a German call holds for its follow-up. */
export function findGerman(call: GermanCall, timeZone: string): Findings {
  const promises = germanPromises(call)
  return {
    recap: germanRecap(call.lines, promises),
    promises,
    questions: germanQuestions(call.lines),
    decisions: [],
    meeting: nextMeeting(call.lines, call.today, germanMeetings(call.today, timeZone)),
    notes: [],
  }
}
