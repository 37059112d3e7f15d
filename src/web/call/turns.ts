import type { FollowUpContent, TranscriptSentence } from '../api/types.ts'

/** What one speaker says before another one speaks: sentences `first` to `last` of the transcript. */
export interface Turn {
  first: number
  last: number
  speaker: string
  side: TranscriptSentence['side']
  startMs: number
  sentences: TranscriptSentence[]
}

/** Longer monologues are cut here, so that a reader finds times to hold on to and the browser draws little at once. */
const MOST_SENTENCES = 8

export function toTurns(transcript: readonly TranscriptSentence[]): Turn[] {
  const turns: Turn[] = []
  transcript.forEach((sentence, index) => {
    const last = turns.at(-1)
    if (last && last.speaker === sentence.speaker && last.sentences.length < MOST_SENTENCES) {
      last.sentences.push(sentence)
      last.last = index
    } else {
      const { speaker, side, startMs } = sentence
      turns.push({ first: index, last: index, speaker, side, startMs, sentences: [sentence] })
    }
  })
  return turns
}

/**
 * Short names for the margin: the first name, with an initial where two people share it. A name that is not two or
 * more words ("Speaker 3", a company, a Japanese name) stays as it is.
 */
export function shortNames(transcript: readonly TranscriptSentence[]): ReadonlyMap<string, string> {
  const speakers = [...new Set(transcript.map((sentence) => sentence.speaker))]
  const firsts = speakers.map((speaker) => firstName(speaker))
  return new Map(
    speakers.map((speaker, at) => {
      const first = firsts[at] ?? speaker
      const shared = firsts.filter((each) => each === first).length > 1
      return [
        speaker,
        shared && first !== speaker ? `${first} ${speaker.split(/\s+/).at(-1)?.[0] ?? ''}.` : first,
      ]
    }),
  )
}

function firstName(name: string): string {
  const words = name
    .replace(/\(.*\)/, '')
    .trim()
    .split(/\s+/)
  const [first = name, second] = words
  if (second === undefined || /\d/.test(name)) return name
  // "Mr. Ken Hardie (Fleetwood)" is Hardie.
  return first.endsWith('.') ? (words.at(-1) ?? name) : first
}

/** The transcript sentences on which anything in the follow-up rests. */
export function citedIn(content: FollowUpContent | null): ReadonlySet<number> {
  if (!content) return new Set()
  const { sentences, items, questions, decisions, notes, nextMeeting } = content
  const parts = [
    ...sentences,
    ...items,
    ...questions,
    ...decisions,
    ...notes,
    ...(nextMeeting ? [nextMeeting] : []),
  ]
  return new Set(parts.flatMap((part) => part.evidence.map((each) => each.sentence)))
}
