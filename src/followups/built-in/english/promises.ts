import { callName } from '../../parties.ts'
import { englishDue } from '../../dates/english-due.ts'
import type { SaidDate } from '../../dates/said-date.ts'
import type { FoundPromise } from '../found.ts'
import type { Line } from '../talk.ts'
import type { Candidate, EnglishCall } from './candidate.ts'
import { clausesOf } from './clauses.ts'
import { dueInMail } from './due-in-mail.ts'
import { dateAfter, isMeetingDay, leadingDate } from './promise-day.ts'
import { sentenceFor } from './promise-sentence.ts'
import { askedFor, leansOnTalk, withoutPointing, withPerson } from './pronouns.ts'
import { requestIn } from './requests.ts'
import { statedIn } from './stated.ts'
import { bareTask } from './task.ts'
import { withThing } from './things.ts'
import { inMailVoice, voiceOf } from './voice.ts'
import { DELIVERABLE, HABIT, IN_CALL, JOKE, keysOf, KNOWN, REFUSAL, STRONG, TARGET } from './words.ts'

/** Every promise made on the call, in the order in which they were made; retractions are looked at later. */
export function englishPromises(call: EnglishCall): FoundPromise[] {
  return call.lines.flatMap((line, at) => {
    if (
      line.isPrivate ||
      line.isOrder ||
      line.side === 'unknown' ||
      JOKE.test(line.text) ||
      jokeFollows(call.lines, at)
    )
      return []
    return clausesOf(line.text).flatMap((clause) => {
      const candidate = statedIn(clause, line, at, call) ?? requestIn(clause, line, at, call)
      return candidate ? toPromises(candidate, at, call) : []
    })
  })
}

const jokeFollows = (lines: Line[], at: number): boolean =>
  lines.slice(at + 1, at + 3).some((line) => JOKE.test(line.text))

/** Weighs a candidate and gives it the mail's words; two tasks joined by "and" become two promises. */
function toPromises(candidate: Candidate, at: number, call: EnglishCall): FoundPromise[] {
  const { rest, speaker } = candidate
  if (IN_CALL.test(rest) && !englishDue(rest, call.today)) return []
  if (HABIT.test(speaker.text) || isMeeting(rest)) return []
  if (
    /\bif\b(?! that(?:'s| is)? (?:ok|fine|works)| you (?:like|want|don't mind|have any)| there(?:'s| is| are) any| anything|.{0,30}\blet you know)/i.test(
      rest,
    ) &&
    !/^(?:check|ask|confirm|find out|see|let you know|clarify|look)/i.test(rest)
  )
    return []
  if (
    /\b(?:would|could|might|wouldn't|won't)\b/i.test(
      rest.split(/\b(?:that|what|whether|if|how|which)\b/i)[0]!,
    )
  )
    return []
  const following = dateAfter(candidate, at, call)
  const parts = splitTasks(rest)
  return parts.flatMap((part, i) => {
    const own = englishDue(part, call.today)
    const due =
      own ??
      (i === parts.length - 1
        ? englishDue(candidate.lines.at(-1)!.text.slice(-60), call.today) && candidate.lines.length > 1
          ? englishDue(candidate.lines.at(-1)!.text, call.today)
          : (following?.due ?? null)
        : null) ??
      leadingDate(candidate, rest, call)
    return weighed(
      {
        ...candidate,
        rest: part,
        lines: due === following?.due && following ? [...candidate.lines, following.line] : candidate.lines,
      },
      due,
      at,
      call,
    )
  })
}

/** "I'll forward it to you" said to a colleague of the same side: "you" is that colleague, not the other company. */
function amongColleagues(task: string, { speaker }: Candidate, at: number, call: EnglishCall): string {
  const asker = call.lines
    .slice(Math.max(0, at - 3), at)
    .findLast((line) => line.said.speaker !== speaker.said.speaker)
  const asked = asker && /\?|\b(?:i'd like|i need|i want|send me|can i|give me)\b/i.test(asker.text)
  const name =
    asked && asker.side === speaker.side && asker.person ? callName(asker.person, call.people) : null
  const spokenTo = asker && call.lines[at - 1]?.said.speaker === asker.said.speaker
  return name && spokenTo && speaker.side === 'theirs'
    ? task.replace(/\b(?:to |for |with )?you\b/i, (whole) => whole.replace(/you/i, name))
    : task
}

const isMeeting = (rest: string): boolean =>
  /^(?:meet|reconvene|catch up|regroup|touch base|see you|talk(?: again| soon| then| next| tomorrow| on)?\b(?! to| with)|speak(?: again| soon| then| next| tomorrow| on)?\b(?! to| with)|connect(?: again| next| on)|have (?:a|another|the) (?:call|meeting|session|chat))/i.test(
    rest,
  )

function splitTasks(rest: string): string[] {
  const parts = rest.split(/,?\s+(?:and then|and also|and|then)\s+(?=[a-z])/i)
  const tasks: string[] = [parts[0]!]
  for (const part of parts.slice(1)) {
    if (
      STRONG.test(part) &&
      STRONG.test(tasks.at(-1)!) &&
      !/^(?:let (?:you|us) know|get back|share|add|review)$/i.test(part)
    )
      tasks.push(part)
    else tasks[tasks.length - 1] += ` and ${part}`
  }
  return tasks
}

function weighed(candidate: Candidate, due: SaidDate | null, at: number, call: EnglishCall): FoundPromise[] {
  const { actor, speaker } = candidate
  const about = due && isMeetingDay(candidate.rest, due) ? due : null
  if (about) due = null
  let task = about
    ? bareTask(
        candidate.rest.replace(about.words, dueInMail(about, call.today).trim().replace(/^on\b/, 'for')),
        null,
      )
    : bareTask(candidate.rest, due)
  const before = at - (candidate.lines[0] === call.lines[at] ? 1 : 0)
  const resolved = askedFor(task, speaker, before, call.lines) ?? withThing(task, call.lines, before, speaker)
  const person = withPerson(resolved.task, speaker, at, call.lines, call.people)
  task = withoutPointing(person?.task ?? resolved.task)
  const strong = STRONG.test(task)
  if (!strong && !KNOWN.test(task)) return []
  if (IN_CALL.test(task) && !due) return []
  const toSomebody =
    /\b(?:to|for|with) you\b|^\w+ you\b|\b(?:over|across|back to you|back to us|to us|for us)\b|^\w+ (?:us|me)\b/i.test(
      task,
    )
  const score =
    candidate.score +
    (strong ? 2 : 1) +
    (due ? 2 : 0) +
    (toSomebody ? 1 : 0) +
    (DELIVERABLE.test(task) ? 1 : 0) +
    (TARGET.test(task) ? 1 : 0)
  if (
    score < 3 ||
    task.split(' ').length < 2 ||
    task.split(' ').length > 32 ||
    REFUSAL.test(task.slice(0, 12))
  )
    return []
  const lines = [
    ...candidate.lines,
    ...(resolved.line ? [resolved.line] : []),
    ...(person ? [person.line] : []),
    ...(actor.namedIn ? [actor.namedIn] : []),
  ]
  const said = inMailVoice(
    amongColleagues(task, candidate, at, call),
    voiceOf(speaker.person, speaker.side === 'ours' ? 'ours' : 'theirs', call.people),
  )
  return [
    {
      lines,
      side: actor.side,
      owner: actor.owner,
      task: said,
      sentence: sentenceFor(actor, said, due, call),
      due,
      keys: keysOf(said),
      isVague: (!due && keysOf(said).size === 0) || leansOnTalk(task),
    },
  ]
}
