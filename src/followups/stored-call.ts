import { readTranscript, type StoredSentence, type TranscriptColumns } from '../ingest/packed-transcript.ts'
import type { Person, SpokenSentence, StoredCall, WriterInput } from './writer.ts'

/** A transcript that this version can't unpack; a newer one that runs beside it may have packed it. */
export class UnreadableTranscript extends Error {
  override name = 'UnreadableTranscript'
}

/** Throws {@link UnreadableTranscript}. */
export function toWriterInput({ call, people, transcript }: StoredCall): WriterInput {
  const sentences = unpacked(transcript)
  return {
    call: { ...call, durationS: call.durationS ?? Math.round((sentences.at(-1)?.endMs ?? 0) / 1000) },
    people,
    sentences: nameSpeakers(sentences, people),
  }
}

function unpacked(transcript: TranscriptColumns): StoredSentence[] {
  try {
    return readTranscript(transcript) ?? []
  } catch (cause) {
    throw new UnreadableTranscript('The transcript can not be unpacked', { cause })
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
