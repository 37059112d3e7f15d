import type { Findings } from '../found.ts'
import type { FoundPromise } from '../found.ts'
import { decisions } from './decisions.ts'
import { nextMeeting } from '../meeting.ts'
import { englishMeetings } from './meeting.ts'
import type { EnglishCall } from './candidate.ts'
import { sentenceFor } from './promise-sentence.ts'
import { englishPromises } from './promises.ts'
import { openQuestions } from './questions.ts'
import { recap } from './recap.ts'
import { afterRetractions, merged } from './retractions.ts'

/** All that an English call holds for its follow-up. */
export function findEnglish(call: EnglishCall, timeZone: string): Findings {
  const promises = merged(afterRetractions(englishPromises(call), call.lines, call.today)).map((promise) =>
    restated(promise, call),
  )
  const settled = decisions(call.lines, call.people)
  const promised = new Set(promises.flatMap((promise) => promise.lines.map((line) => line.index)))
  const taken = new Set(settled.map((point) => point.text))
  return {
    recap: recap(call.lines, call.people, promises).filter((point) => !taken.has(point.text)),
    promises,
    questions: openQuestions(call.lines, call.people),
    decisions: settled.filter((point) => !promised.has(point.lines[0]!.index)),
    meeting: nextMeeting(call.lines, call.today, englishMeetings(call.today, timeZone)),
    notes: [],
  }
}

/** After merging, owner and day may have become known: the sentence says them too. */
const restated = (promise: FoundPromise, call: EnglishCall): FoundPromise => ({
  ...promise,
  sentence: sentenceFor(promise, promise.task, promise.due, call),
})
