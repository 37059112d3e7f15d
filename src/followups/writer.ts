import type { TranscriptColumns } from '../ingest/packed-transcript.ts'
import type { FollowUpContent } from './follow-up-shapes.ts'

/** A person on the call as a writer sees them. */
export interface Person {
  /** Joins with {@link SpokenSentence.speakerId}; null for people who did not speak. */
  speakerId: string | null
  name: string | null
  email: string | null
  title: string | null
  side: 'ours' | 'theirs' | 'unknown'
  attended: boolean
  isHost: boolean
}

/** One transcript sentence. `index` is its place in the transcript; times are milliseconds from the call's start. */
export interface SpokenSentence {
  index: number
  speakerId: string | null
  speaker: string
  side: 'ours' | 'theirs' | 'unknown'
  startMs: number
  endMs: number
  text: string
}

/** All a writer may know. */
export interface WriterInput {
  call: {
    title: string | null
    /** ISO 8601, UTC. */
    startedAt: string
    durationS: number
    /** IANA name of the zone in which "by Friday" is meant: the host's, else the workspace's. */
    timeZone: string
    /** As Gong says it (ISO 639-2B such as `eng`), or null when unknown. */
    language: string | null
  }
  people: Person[]
  sentences: SpokenSentence[]
}

/** The same as it is stored, its transcript still packed: unpacking is left to the thread that writes. */
export interface StoredCall {
  call: Omit<WriterInput['call'], 'durationS'> & { durationS: number | null }
  people: Person[]
  transcript: TranscriptColumns
}

/**
 * Writes a follow-up from a call. What it hands over has passed `grounding/`, whoever wrote it: each sentence is
 * traced to the transcript, or marked. Writing and checking run in threads of their own (`threads/`).
 */
export interface Writer {
  /** `built-in` or `PROVIDER/MODEL`; stored with each version. */
  name: string
  /** Throws when no follow-up could be written; the call then is `failed` with `writer_failed`. */
  write(call: StoredCall, signal: AbortSignal): Promise<FollowUpContent>
  close(): Promise<void>
}
