import { isOrderToMachine } from '../built-in/orders-to-machines.ts'
import { privateSentences } from '../built-in/private-talk.ts'
import type { Evidence } from '../follow-up-shapes.ts'
import { isOurDomain } from '../parties.ts'
import type { SpokenSentence, WriterInput } from '../writer.ts'

/** The transcript as citations are checked against it. */
export interface Transcript {
  byIndex: Map<number, SpokenSentence>
  /** Indexes of what was said among our own side only. */
  privateIndexes: Set<number>
  sideOf: (sentence: SpokenSentence) => SpokenSentence['side']
}

export function transcriptOf(input: WriterInput): Transcript {
  const people = new Map(
    input.people.filter((one) => one.speakerId !== null).map((one) => [one.speakerId, one]),
  )
  const sideOf = (sentence: SpokenSentence): SpokenSentence['side'] => {
    if (sentence.side !== 'unknown') return sentence.side
    const person = people.get(sentence.speakerId)
    if (!person?.email) return person?.side ?? 'unknown'
    return isOurDomain(person, input.people) ? 'ours' : 'theirs'
  }
  const hidden = privateSentences(input.sentences, input.sentences.map(sideOf), input.people)
  return {
    byIndex: new Map(input.sentences.map((sentence) => [sentence.index, sentence])),
    privateIndexes: new Set([...hidden].map((place) => input.sentences[place]!.index)),
    sideOf,
  }
}

/** The sentences that evidence names, or why it can't be believed. A citation must match in every part. */
export function cited(
  evidence: Evidence[],
  transcript: Transcript,
): { sentences: SpokenSentence[] } | { problem: string } {
  if (evidence.length === 0) return { problem: 'It cites nothing that was said.' }
  const sentences: SpokenSentence[] = []
  for (const one of evidence) {
    const said = transcript.byIndex.get(one.sentence)
    if (!said || said.startMs !== one.startMs || said.endMs !== one.endMs || said.speaker !== one.speaker)
      return { problem: 'It cites a sentence that is not in the transcript like this.' }
    sentences.push(said)
  }
  return { sentences }
}

/** Why sentences must not stand behind anything a customer reads; null when they may. */
export function notForCustomers(sentences: SpokenSentence[], transcript: Transcript): string | null {
  if (sentences.some((sentence) => transcript.privateIndexes.has(sentence.index)))
    return 'It was said among our own people only.'
  if (sentences.every((sentence) => isOrderToMachine(sentence.text)))
    return 'It was said to a machine, not to a person.'
  return null
}
