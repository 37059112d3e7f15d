import { readTranscript, type TranscriptColumns } from '../ingest/packed-transcript.ts'
import type { StoredSentence } from '../ingest/fetch/ask-transcripts.ts'
import type { Person, SpokenSentence, WriterInput } from './writer.ts'

/** A call as it is stored, still packed: so it travels to a writing thread, whose work unpacking is, too. */
export interface StoredCall {
  call: Omit<WriterInput['call'], 'durationS'> & { durationS: number | null }
  people: Person[]
  transcript: TranscriptColumns
}

export function toWriterInput({ call, people, transcript }: StoredCall): WriterInput {
  const sentences = readTranscript(transcript) ?? []
  return {
    call: { ...call, durationS: call.durationS ?? Math.round((sentences.at(-1)?.endMs ?? 0) / 1000) },
    people,
    sentences: nameSpeakers(sentences, people),
  }
}

type Speaker = Pick<Person, 'speakerId' | 'name' | 'email' | 'side'>

/** Joins speakers by `speakerId`, as Gong means it; a label that matches nobody stays visibly unknown. */
export function nameSpeakers(sentences: StoredSentence[], people: Speaker[]): SpokenSentence[] {
  const bySpeaker = new Map(
    people.flatMap((person) => (person.speakerId === null ? [] : [[person.speakerId, person] as const])),
  )
  return sentences.map((sentence, index) => {
    const person = sentence.speakerId === null ? undefined : bySpeaker.get(sentence.speakerId)
    return {
      index,
      speakerId: sentence.speakerId,
      speaker: person?.name ?? person?.email ?? 'Unknown speaker',
      side: person?.side ?? 'unknown',
      startMs: sentence.startMs,
      endMs: sentence.endMs,
      text: sentence.text,
    }
  })
}
