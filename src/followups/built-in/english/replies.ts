import type { Line } from '../talk.ts'
import { ASSENT, REFUSAL } from './words.ts'

/** How somebody answered what stands at a place: agreed, declined, or neither within the next sentences. */
export type Reply = { kind: 'yes' | 'no'; line: Line } | { kind: 'none'; line: null }

const NOTHING: Reply = { kind: 'none', line: null }

/** Looks at the next words of another speaker, at most four sentences on. */
export function replyTo(at: number, lines: Line[]): Reply {
  const speaker = lines[at]!.said.speaker
  for (let i = at + 1; i <= Math.min(lines.length - 1, at + 5); i++) {
    const line = lines[i]!
    if (line.said.speaker === speaker) continue
    if (line.isPrivate || line.isOrder) return NOTHING
    const refuses = REFUSAL.test(line.text)
    if (ASSENT.test(line.text) && !/\b(?:but|unfortunately|not)\b/i.test(line.text.slice(0, 40)))
      return { kind: 'yes', line }
    if (
      /\b(?:i|we)(?:'ll| will| can)\b(?! not| see| think| have to| never)/i.test(line.text) &&
      !/^no\b/i.test(line.text)
    )
      return { kind: 'yes', line }
    if (refuses) return { kind: 'no', line }
    // A nod or a half word is no answer yet: the same person goes on.
    if (line.text.split(/\s+/).length > 4) return NOTHING
  }
  return NOTHING
}
