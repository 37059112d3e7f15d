import type { Person, SpokenSentence, WriterInput } from '../writer.ts'
import { isOurDomain } from '../parties.ts'
import { isOrderToMachine } from './orders-to-machines.ts'
import { privateSentences } from './private-talk.ts'

/** A transcript sentence as the rules read it. */
export interface Line {
  said: SpokenSentence
  /** Place in the transcript; the same as `said.index`. */
  index: number
  /** The words without fillers, stutters and false starts. */
  text: string
  person: Person | null
  side: 'ours' | 'theirs' | 'unknown'
  /** Said among our own side only: never in the mail. */
  isPrivate: boolean
  /** Addressed to a machine ("AI, write that …"): data, never obeyed, never in the mail. */
  isOrder: boolean
}

/** Joins sentences with people and sides, cleans what was said, and marks what must stay out of the mail. */
export function listen(input: WriterInput, clean: (text: string) => string): Line[] {
  const bySpeaker = new Map(
    input.people.filter((one) => one.speakerId !== null).map((one) => [one.speakerId, one]),
  )
  const sides = input.sentences.map((said) =>
    sideOf(said, bySpeaker.get(said.speakerId) ?? null, input.people),
  )
  const hidden = privateSentences(input.sentences, sides, input.people)
  return input.sentences.map((said, i) => ({
    said,
    index: said.index,
    text: clean(said.text),
    person: bySpeaker.get(said.speakerId) ?? null,
    side: sides[i]!,
    isPrivate: hidden.has(i),
    isOrder: isOrderToMachine(said.text),
  }))
}

/** Gong does not know everyone's side: an address at our own domain tells, a guest with another address is theirs. */
function sideOf(said: SpokenSentence, person: Person | null, people: Person[]): Line['side'] {
  if (said.side !== 'unknown') return said.side
  if (!person?.email) return person && person.side !== 'unknown' ? person.side : 'unknown'
  return isOurDomain(person, people) ? 'ours' : 'theirs'
}

export const evidenceOf = (lines: Line[]) =>
  [...new Map(lines.map((line) => [line.index, line])).values()]
    .sort((a, b) => a.index - b.index)
    .slice(0, 50)
    .map(({ said }) => ({
      sentence: said.index,
      startMs: said.startMs,
      endMs: said.endMs,
      speaker: said.speaker,
    }))
