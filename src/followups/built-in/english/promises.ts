import type { Person } from '../../writer.ts'
import { callName, personNamed } from '../../parties.ts'
import { englishDue } from '../../dates/english-dates.ts'
import type { CallDay, SaidDate } from '../../dates/said-date.ts'
import type { FoundPromise } from '../found.ts'
import type { Line } from '../talk.ts'
import { clausesOf } from './clauses.ts'
import type { Clause } from './clauses.ts'
import { dueInMail } from './due-in-mail.ts'
import { requestIn } from './requests.ts'
import { replyTo } from './replies.ts'
import { bareTask, withThing } from './task.ts'
import { inMailVoice, voiceOf } from './voice.ts'
import {
  DELIVERABLE,
  HABIT,
  HYPOTHETICAL,
  IN_CALL,
  JOKE,
  keysOf,
  KNOWN,
  REFUSAL,
  ROLE,
  STRONG,
  TARGET,
} from './words.ts'

export interface EnglishCall {
  lines: Line[]
  people: Person[]
  today: CallDay
}

/** Who acts in a clause, as it was said. */
export interface Actor {
  kind: 'speaker' | 'group' | 'other'
  owner: Person | string | null
  side: 'ours' | 'theirs'
  /** Where the name was said, if not in the promise itself: "I'll ask Kwame." "He'll write to you." */
  namedIn?: Line
}

export interface Candidate {
  actor: Actor
  /** The words after "will", or after "can you". */
  rest: string
  lines: Line[]
  /** The person whose mouth the words came from: decides what "you" and "my" mean. */
  speaker: Line
  score: number
}

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

const WILL =
  "(?:'ll|\\s+will|'m going to|\\s+am going to|'re going to|\\s+are going to|\\s+is going to|'s going to|'m gonna|'re gonna|\\s+gonna)"
const ADVERB =
  '(?:\\s+(?:also|just|then|probably|definitely|certainly|actually|quickly|gladly|happily|personally|of course|still|be able to|try to|make sure to|go ahead and|have to|need to|want to|be happy to))*'
const SELF = new RegExp(
  `^(?:(?:then|also|after that|meanwhile|in the meantime|once [^,]+|when [^,]+|as soon as [^,]+|by [^,]+|tomorrow|today|on \\w+day|for [^,]+|and),?\\s+)*(I|we)${WILL}${ADVERB}\\s+(.+)$`,
  'i',
)
const LET_ME =
  /^(?:why don't i|let me|i can|we can|i could|i'd be happy to|i'm happy to|happy to|we're happy to|we'd be happy to|i should be able to|i'm able to|i want to|i'd like to|i owe you|i still owe you)(?:\s+(?:also|just|quickly|then|definitely|certainly|try and|try to|go ahead and|absolutely))*\s+(.+)$/i
const MUST =
  /^(I|we)(?:\s+(?:also|just|still|first|then|do|probably))*(?:\s+(?:will|'ll))?(?:'ll)?(?:\s+(?:also|just|still|first))*\s+(?:need to|have to|must|should|'ve got to)\s+(.+)$/i
const OTHER = new RegExp(
  `^((?:${ROLE})|(?:[A-Z][\\w'-]+(?: (?:and )?[A-Z][\\w'-]+){0,2})|he|she|they|someone(?: from [\\w ]+?)?|(?:my|our|your) [\\w ]+? [A-Z]\\w+|[A-Z]\\w+ from [\\w ]+?)${WILL.replace("'m going to|", '')}${ADVERB}\\s+(.+)$`,
  'i',
)
const OTHER_MUST = new RegExp(
  `^((?:${ROLE})|[A-Z][\\w'-]+)\\s+(?:needs? to|has to|have to|must)\\s+(.+)$`,
  'i',
)
const YOU_GET = new RegExp(
  `^you${WILL}\\s+(?:also |then |probably )?(?:get|receive|have|hear back|hear)\\s+(.+)$`,
  'i',
)
const YOU_WILL = new RegExp(`^you(?: guys)?${WILL}\\s+(?:also |then )?(.+)$`, 'i')
const NOT = /^(?:not|never|no longer|only)\b/i

/** A promise said in so many words: "I'll …", "let me …", "legal will …", "you'll get …". */
function statedIn(clause: Clause, line: Line, at: number, call: EnglishCall): Candidate | null {
  const { text } = clause
  if (/\?\s*$/.test(text) && !/,\s*(?:right|ok(?:ay)?|yeah)\s*\?\s*$/i.test(text)) return null
  const side = line.side === 'ours' ? 'ours' : 'theirs'
  const other = side === 'ours' ? 'theirs' : 'ours'
  const make = (actor: Actor, rest: string, score: number): Candidate => ({
    actor,
    rest,
    lines: [line],
    speaker: line,
    score,
  })
  const conditional =
    HYPOTHETICAL.test(clause.before.replace(/^.*[.;]/, '')) && /\bif\b[^.;]*$/i.test(clause.before)
  if (conditional) return null

  const self = SELF.exec(text)
  if (self && !NOT.test(self[2]!)) {
    if (/^if\b/i.test(text)) return null
    const single = self[1]!.toLowerCase() === 'i'
    return make(
      { kind: single ? 'speaker' : 'group', owner: single ? line.person : null, side },
      self[2]!,
      single ? 1 : 0,
    )
  }
  const offered = LET_ME.exec(text)
  if (offered) {
    const reply = replyTo(at, call.lines)
    if (reply.kind === 'no') return null
    const firm = !/^(?:i|we) could/i.test(text) || reply.kind === 'yes'
    const single = !/^we/i.test(text)
    const inCall =
      /^(?:quickly |just )?(?:check|see|look|ask|think|confirm|make sure|find|double-check)\b/i.test(
        offered[1]!,
      ) &&
      !TARGET.test(offered[1]!) &&
      !/\b(?:get back|let you know|come back)\b/i.test(line.text)
    if (!firm || inCall) return null
    return make(
      { kind: single ? 'speaker' : 'group', owner: single ? line.person : null, side },
      offered[1]!,
      single ? 1 : 0,
    )
  }
  const must = MUST.exec(text)
  if (must) {
    const single = must[1]!.toLowerCase() === 'i'
    // "I need to" is a promise only where somebody else is to be asked, or a thing is to be handed over.
    const asks =
      /^(?:check|confirm|run|take|talk|speak|ask|get|clear|discuss|align|loop|clarify|send|review|double-check|find out|bring)\b/i.test(
        must[2]!,
      ) &&
      (TARGET.test(must[2]!) || /\b(?:sign-?off|approval)\b/i.test(must[2]!))
    return asks
      ? make({ kind: single ? 'speaker' : 'group', owner: single ? line.person : null, side }, must[2]!, 1)
      : null
  }
  const gets = YOU_GET.exec(text)
  if (
    gets &&
    (DELIVERABLE.test(gets[1]!) ||
      englishDue(gets[1]!, call.today)?.date ||
      /back|from (?:me|us|him|her|them|[A-Z])/i.test(gets[1]!)) &&
    !/\b(?:able to|to|access to a|notification|alert)\b/i.test(gets[1]!.split(' ').slice(0, 2).join(' '))
  )
    return received(gets[1]!, line, side, call)
  const you = YOU_WILL.exec(text)
  if (you && !NOT.test(you[1]!) && STRONG.test(you[1]!)) {
    const reply = replyTo(at, call.lines)
    const recap =
      /\b(?:recap|summar|so to|next steps|action items?|to confirm)\b/i.test(clause.before + line.text) ||
      /\bI(?:'ll| will)\b/.test(clause.before)
    if (reply.kind === 'no' || (reply.kind !== 'yes' && !recap)) return null
    const owner = reply.kind === 'yes' && reply.line.side === other ? reply.line.person : null
    return {
      ...make({ kind: 'other', owner, side: other }, you[1]!, 1),
      lines: reply.kind === 'yes' ? [line, reply.line] : [line],
    }
  }
  const somebody = OTHER.exec(text) ?? OTHER_MUST.exec(text)
  if (somebody && !NOT.test(somebody[2]!)) {
    const actor = actorNamed(somebody[1]!, line, at, call)
    return actor ? make(actor, somebody[2]!, 1) : null
  }
  return null
}

/** "You'll get the contract on Monday" is the speaker's promise to send it. */
function received(rest: string, line: Line, side: 'ours' | 'theirs', call: EnglishCall): Candidate | null {
  const from = /\s+(?:back )?from (me|us|him|her|them|[A-Z]\w+)\b/i.exec(rest)
  const owner =
    from?.[1] === 'me'
      ? line.person
      : from && /^[A-Z]/.test(from[1]!)
        ? (personNamed(from[1]!, call.people) ?? from[1]!)
        : null
  if (HABIT.test(line.text)) return null
  const what = rest
    .replace(/\s+from (?:me|us|him|her|them|[A-Z]\w+)\b/i, '')
    .replace(/^(?:it|that) back/i, 'it')
  const task = /^(?:it|that|them)\b/i.test(what)
    ? `get ${what.replace(/^\w+/, '$& to you')}`
    : /^back\b/i.test(what) || /^(?:from|by|on|tomorrow)\b/i.test(what)
      ? `get back to you ${what.replace(/^back\s*/i, '')}`
      : `send you ${what}`
  return {
    actor: { kind: owner ? 'other' : 'group', owner, side },
    rest: task,
    lines: [line],
    speaker: line,
    score: 1,
  }
}

const NOT_A_NAME =
  /^(?:\w+'(?:d|m|ll|ve|re|s)|i|we|you|he|she|they|one|two|it|this|that|there|what|which|who|everything|everyone|nobody|nothing|something|these|those|users?|people|customers?|so|and|but|the|a|an|here|then|sso|api|data|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|if|when|once|how|where|why|q[1-4]|slack|salesforce|microsoft|google|teams|zoom|gong|hubspot|sap|aws|azure|okta|jira|excel|outlook|gmail|ai)$/i

/** A person or role other than the two who talk: "legal", "Priya", "she" after "I'll ask Priya". */
function actorNamed(said: string, line: Line, at: number, call: EnglishCall): Actor | null {
  const side = line.side === 'ours' ? 'ours' : 'theirs'
  const words = said.replace(/\s+/g, ' ').trim()
  if (/^(?:he|she|they)$/i.test(words)) return pronounActor(line, at, call)
  if (/^someone/i.test(words)) return { kind: 'other', owner: null, side }
  const role = new RegExp(`^${ROLE}$`, 'i').exec(words)
  if (role) {
    const yours = /^your\b/i.test(words)
    const owner = words.replace(/^(?:our|my|your|the|their) /i, '')
    return { kind: 'other', owner, side: yours ? (side === 'ours' ? 'theirs' : 'ours') : side }
  }
  const name = /(?:^(?:my|our|your) [\w ]+? )?([A-Z][\w'-]+(?: [A-Z][\w'-]+)*)/.exec(words)?.[1]
  if (!name || NOT_A_NAME.test(name)) return null
  const person = personNamed(name, call.people, side) ?? personNamed(name, call.people)
  if (person && person.side !== 'unknown') return { kind: 'other', owner: person, side: person.side }
  const known =
    person !== null ||
    call.lines.some((other) => other !== line && new RegExp(`\\b${name}\\b`).test(other.text)) ||
    /^(?:my|our|your)\b/i.test(words) ||
    / from /.test(words)
  // A capital letter at a sentence's start makes no name: it must be said elsewhere too, or be introduced.
  return known
    ? {
        kind: 'other',
        owner: name,
        side: /^your\b/i.test(words) ? (side === 'ours' ? 'theirs' : 'ours') : side,
      }
    : null
}

function pronounActor(line: Line, at: number, call: EnglishCall): Actor | null {
  for (let i = at; i >= Math.max(0, at - 3); i--) {
    const before = call.lines[i]!
    if (before.side !== line.side && i !== at) continue
    const text = i === at ? before.text.split(/\b(?:he|she|they)\b/i)[0]! : before.text
    const words = text.replace(/,\s*[A-Z][a-z]+\s*[.?!]*$/, '')
    const names = [...words.matchAll(new RegExp(`${ROLE}\\b|\\b[A-Z][a-z]+\\b`, 'g'))]
      .map(([word]) => word)
      .toReversed()
    const asked = names.filter((word) =>
      new RegExp(`\\b(?:ask|with|from|to|colleague|called|have|tell) ${word}\\b`).test(words),
    )
    for (const word of [...asked, ...names]) {
      const isRole = new RegExp(`^${ROLE}$`, 'i').test(word)
      if (!isRole && !asked.includes(word) && !personNamed(word, call.people)) continue
      const actor = actorNamed(word, line, at, call)
      if (actor && actor.side === line.side) return { ...actor, namedIn: before }
    }
  }
  return null
}

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

/** "Send the invite for Wednesday": the day of the meeting, not the day by which it is sent. */
const isMeetingDay = (rest: string, due: SaidDate): boolean =>
  /^(?:send|put|set up|book|schedule|make|get|move|push|drop)\b.*\b(?:invit\w+|calendar|diary|slot|meeting|call|session|series|demo|workshop)\b/i.test(
    rest,
  ) &&
  !/^(?:by|before|until|today|tonight|this|later|tomorrow|right|straight|after|within)\b/i.test(due.words)

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

/** "By Friday, I'll send …": a date in front of the subject. */
function leadingDate(candidate: Candidate, rest: string, call: EnglishCall): SaidDate | null {
  const at = candidate.speaker.text.indexOf(rest)
  const lead = at > 0 ? candidate.speaker.text.slice(0, at) : ''
  const own = /[^.;,]*,?[^,.;]*$/.exec(lead)?.[0] ?? ''
  return /\b(?:I|we|you|[A-Z]\w+)\b.*\b(?:I|we|you)\b/.test(own) ? null : englishDue(own, call.today)
}

/** A date said right after: "I'll send it over. By Thursday." · "When?" "Thursday." */
function dateAfter(
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
  const resolved = withThing(task, call.lines, at - (candidate.lines[0] === call.lines[at] ? 1 : 0))
  task = resolved.task
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
      isVague: !due && keysOf(said).size === 0,
    },
  ]
}

/** "Ben will send you the security sheet by Thursday, 26 November." */
export function sentenceFor(
  actor: Pick<Actor, 'owner' | 'side'>,
  task: string,
  due: SaidDate | null,
  call: Pick<EnglishCall, 'people' | 'today'>,
): string {
  return `${subjectFor(actor, call.people)} will ${task}${dueInMail(due, call.today)}.`
}

function subjectFor({ owner, side }: Pick<Actor, 'owner' | 'side'>, people: Person[]): string {
  if (owner === null) return side === 'ours' ? 'We' : 'You'
  if (typeof owner === 'string') {
    if (/^[A-Z]/.test(owner) && !/^(?:IT|HR|CFO|CTO|CEO|CISO|CIO|COO|VP|CSM|DPO)\b/.test(owner)) return owner
    return `${side === 'ours' ? 'Our' : 'Your'} ${/^(?:legal|finance|procurement|purchasing|security|it|engineering|product|support|marketing|hr|operations|accounting|compliance)$/i.test(owner) ? `${departmentName(owner)} team` : owner}`
  }
  const self = voiceOf(owner, side, people).self
  return self === 'you'
    ? 'You'
    : self === 'we'
      ? 'We'
      : self === 'I'
        ? 'I'
        : (callName(owner, people) ?? 'We')
}

const departmentName = (name: string): string => (/^(?:it|hr)$/i.test(name) ? name.toUpperCase() : name)
