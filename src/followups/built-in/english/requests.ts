import { personNamed } from '../../parties.ts'
import { englishDue } from '../../dates/english-due.ts'
import type { Line } from '../talk.ts'
import type { Clause } from './clauses.ts'
import type { Candidate, EnglishCall } from './candidate.ts'
import { replyTo } from './replies.ts'
import { baseOf } from './task.ts'
import { DELIVERABLE, HYPOTHETICAL, STRONG } from './words.ts'

const ASK = [
  /(?:^|[,.]\s+|\b(?:so|and|then|maybe|also) )(?:can|could|would|will) you(?: guys| all)?(?:\s+(?:please|maybe|also|just|perhaps|possibly|quickly|both|then))*\s+(.+)$/i,
  /\bwould you mind\s+(\w+ing\b.*)$/i,
  /\b(?:if|it would be (?:great|good|helpful|perfect) if|it'd be (?:great|good|helpful) if|i'd appreciate it if|we'd appreciate it if) you (?:could|can|would)(?:\s+(?:please|maybe|also|just))*\s+(.+)$/i,
  /\b(?:i|we)(?:'d| would)? (?:need|like|ask|want) you(?: guys)? to\s+(.+)$/i,
  /^(?:please|kindly)\s+(.+)$/i,
  /^(?:can|could|may) (?:we|i) (?:please )?(?:get|have)\s+(.+)$/i,
]
const OFFER =
  /^(?:do you want me to|would you like me to|want me to|shall i|should i|shall we|how about (?:i|we)|would it help if (?:i|we)|what if (?:i|we)|if you(?:'d)? (?:like|want),? (?:i|we) (?:can|could|will|'ll))\s+(.+)$/i

/** "Can you send us the list?" – "Sure." A request alone is no promise: it takes the other side's yes. */
export function requestIn(clause: Clause, line: Line, at: number, call: EnglishCall): Candidate | null {
  const side = line.side === 'ours' ? 'ours' : 'theirs'
  const other = side === 'ours' ? 'theirs' : 'ours'
  const offer = OFFER.exec(clause.text)
  if (offer) {
    const reply = replyTo(at, call.lines)
    if (reply.kind !== 'yes') return null
    const task = offer[1]!.replace(/^sent\b/i, 'send').replace(/^shared\b/i, 'share')
    return {
      actor: { kind: 'speaker', owner: /\bwe\b/i.test(offer[0].slice(0, 24)) ? null : line.person, side },
      rest: task,
      lines: [line, reply.line],
      speaker: line,
      score: 1,
    }
  }
  for (const [i, ask] of ASK.entries()) {
    const match = ask.exec(clause.text)
    if (!match) continue
    const rest =
      i === 5
        ? `send ${side === 'ours' ? 'us' : 'us'} ${match[1]!}`
        : i === 1
          ? match[1]!.replace(/^\w+/, baseOf)
          : match[1]!
    if (!worthAsking(rest, call)) return null
    const reply = replyTo(at, call.lines)
    if (reply.kind !== 'yes' || HYPOTHETICAL.test(reply.line.text.slice(0, 30))) return null
    return answered(clause, rest, line, reply.line, other, call)
  }
  return null
}

/** Who is to do it: the one who said yes, a colleague whom the yes names, or the one who was addressed by name. */
function answered(
  clause: Clause,
  rest: string,
  line: Line,
  reply: Line,
  other: 'ours' | 'theirs',
  call: EnglishCall,
): Candidate | null {
  if (reply.side === 'unknown') return null
  const addressed =
    /^([A-Z][\w'-]+),/.exec(clause.text)?.[1] ?? /^\W*([A-Z][\w'-]+),\s*$/.exec(clause.before)?.[1]
  const byName = addressed ? personNamed(addressed, call.people) : null
  const own = reply.side === line.side
  const named = byName && byName.side === reply.side ? byName : null
  const group = /^\W*(?:(?:yes|yeah|sure|of course|absolutely|okay|definitely),?\s+)?we\b/i.test(reply.text)
  const owner = named ?? (group ? null : reply.person)
  const side = own ? (line.side === 'ours' ? 'ours' : 'theirs') : other
  return { actor: { kind: 'other', owner, side }, rest, lines: [line, reply], speaker: line, score: 1 }
}

/** "Can you export reports?" asks what a product can do; "can you send me the report?" asks for a deed. */
function worthAsking(rest: string, call: EnglishCall): boolean {
  if (
    /^(?:hear|see|show|tell|explain|walk|give (?:me|us) (?:a|an|some) (?:sense|idea|overview|example)|elaborate|repeat|say|speak|share your screen|talk|go|describe|help|mute|hold|scroll|click|remind|imagine|do (?:that|this|it)\b|still|see|quickly tell|start|introduce yourself)\b/i.test(
      rest,
    )
  )
    return englishDue(rest, call.today) !== null && DELIVERABLE.test(rest)
  const toUs = /^\w+ (?:me|us)\b|\b(?:to|with|for) (?:me|us)\b|\bover\b/i.test(rest)
  const due = englishDue(rest, call.today) !== null
  return due || (STRONG.test(rest) && (toUs || DELIVERABLE.test(rest) || /\b(?:with|your) /.test(rest)))
}
