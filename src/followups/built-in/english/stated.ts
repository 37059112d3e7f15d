import { personNamed } from '../../parties.ts'
import { englishDue } from '../../dates/english-due.ts'
import type { Line } from '../talk.ts'
import { actorNamed } from './actors.ts'
import type { Actor, Candidate, EnglishCall } from './candidate.ts'
import type { Clause } from './clauses.ts'
import { replyTo } from './replies.ts'
import { DELIVERABLE, HABIT, HYPOTHETICAL, ROLE, STRONG, TARGET } from './words.ts'

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
export function statedIn(clause: Clause, line: Line, at: number, call: EnglishCall): Candidate | null {
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
