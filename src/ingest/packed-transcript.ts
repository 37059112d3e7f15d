import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { z } from 'zod'

/** A transcript sentence as it is stored; who spoke is joined in by `speakerId` when it is read. */
export interface StoredSentence {
  speakerId: string | null
  startMs: number
  endMs: number
  text: string
}

/**
 * A transcript as its row holds it: speakers named once, times as distances, and the whole compressed. Half of what jsonb
 * takes, written in a fifth of the time (`docs/decisions/062`).
 */
const Packed = z.object({
  v: z.literal(1),
  speakers: z.array(z.string().nullable()),
  /** Speaker's place, milliseconds since the sentence before began, milliseconds it took, words. */
  sentences: z.array(z.tuple([z.int(), z.int(), z.int(), z.string()])),
})

/** Gong's answers are bounded at this size, so no transcript in one of them is larger. */
const LARGEST_BYTES = 64 * 1024 * 1024

export function packTranscript(sentences: StoredSentence[]): Buffer {
  const speakers = [...new Set(sentences.map((sentence) => sentence.speakerId))]
  const placeOf = new Map(speakers.map((id, place) => [id, place]))
  let before = 0
  const packed: z.infer<typeof Packed> = {
    v: 1,
    speakers,
    sentences: sentences.map(({ speakerId, startMs, endMs, text }) => {
      const since = startMs - before
      before = startMs
      return [placeOf.get(speakerId) ?? 0, since, endMs - startMs, text]
    }),
  }
  return zstdCompressSync(JSON.stringify(packed))
}

/** The columns of a transcript that hold what was said: `packed`, or `sentences` in rows from before it. */
export interface TranscriptColumns {
  packed: Uint8Array | null
  sentences: StoredSentence[] | null
}

/** What was said, in order; null where there is no transcript. */
export function readTranscript({ packed, sentences }: TranscriptColumns): StoredSentence[] | null {
  return packed === null ? sentences : unpackTranscript(packed)
}

function unpackTranscript(packed: Uint8Array): StoredSentence[] {
  const json = zstdDecompressSync(packed, { maxOutputLength: LARGEST_BYTES }).toString()
  const { speakers, sentences } = Packed.parse(JSON.parse(json))
  let startMs = 0
  return sentences.map(([place, since, lasted, text]) => {
    startMs += since
    return { speakerId: speakers[place] ?? null, startMs, endMs: startMs + lasted, text }
  })
}
