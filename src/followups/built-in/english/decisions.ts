import type { Person } from '../../writer.ts'
import type { FoundPoint } from '../found.ts'
import type { Line } from '../talk.ts'
import { capitalised, withoutOpeners } from './clean-english.ts'
import { replyTo } from './replies.ts'
import { overlap } from '../found.ts'
import { inMailVoice, voiceOf } from './voice.ts'
import { HYPOTHETICAL, keysOf } from './words.ts'

const DECIDED =
  /\b(?:(?:we|i)(?:'ve| have)? (?:decided|settled (?:on|for)|chosen|picked|signed off|agreed (?:to|on)\b)|(?:we|i)(?:'ll| will|'re going to| are going to|'d like to) (?:go (?:with|for|ahead)|take the|stick with|move forward|proceed|buy|stay with|keep the)|let'?s (?:go (?:with|for|ahead)|stick with|take the|move forward|proceed|agree|keep (?:it )?(?:at|to)|drop the|leave out)|(?:it'?s|that'?s) (?:decided|settled|a (?:deal|go))|we have a deal|(?:the|our) decision is|agreed:|final (?:answer|decision))\b/i
const UNDONE =
  /\b(?:actually|on second thought|changed? (?:my|our) mind|instead|scratch that|let'?s not|after all|go back|rather|no longer|won'?t go)\b/i
const CHATTER =
  /\b(?:let'?s (?:say|start with (?:introductions|intros|the|a quick|you|me)|do the (?:introductions|intros|demo)|go ahead and (?:start|begin)|go (?:for it|ahead)[.!]?$)|go with (?:the flow))\b/i

/** What was settled on the call, as it stood at the end. */
export function decisions(lines: Line[], people: Person[]): FoundPoint[] {
  let found: (FoundPoint & { keys: Set<string> })[] = []
  lines.forEach((line, at) => {
    if (line.isPrivate || line.isOrder || line.side === 'unknown') return
    const keys = keysOf(line.text)
    const makes =
      DECIDED.test(line.text) &&
      !CHATTER.test(line.text) &&
      !/\?\s*$/.test(line.text) &&
      !HYPOTHETICAL.test(line.text.split(DECIDED)[0] ?? '')
    if (UNDONE.test(line.text))
      found = found.filter(
        (one) =>
          overlap(one.keys, keys) < 0.5 &&
          !(makes && at - one.lines.at(-1)!.index <= 60 && sameKind(one.keys, keys)),
      )
    if (!makes || keys.size < 2) return
    const proposal = /\blet'?s\b/i.test(line.text) && line.side === 'ours'
    const reply = replyTo(at, lines)
    if (reply.kind === 'no' || (proposal && reply.kind !== 'yes')) return
    const voice = voiceOf(line.person, line.side === 'ours' ? 'ours' : 'theirs', people)
    const text = plain(inMailVoice(withoutOpeners(line.text), voice), line.side)
    if (text.split(' ').length > 34) return
    found = found.filter((one) => overlap(one.keys, keys) < 0.75)
    found.push({ lines: [line, ...(proposal && reply.line ? [reply.line] : [])], text, weight: 1, keys })
  })
  return found.map(({ lines: from, text, weight }) => ({ lines: from, text, weight }))
}

const sameKind = (a: Set<string>, b: Set<string>): boolean =>
  ['plan', 'package', 'tier', 'option', 'edition', 'term', 'year', 'seat', 'user'].some(
    (word) => a.has(word) && b.has(word),
  )

function plain(text: string, side: Line['side']): string {
  const settled = text.replace(
    /^let'?s (go|stick|start|take|do|move|proceed|keep|drop|leave)\b/i,
    (_, verb: string) => `${side === 'theirs' ? 'You chose' : 'We agreed'} to ${verb.toLowerCase()}`,
  )
  return capitalised(settled.replace(/[.!?\s]*$/, '.'))
}
