import { packTranscript } from '../../src/ingest/packed-transcript.ts'
import type { Person, StoredCall, WriterInput } from '../../src/followups/writer.ts'

const PEOPLE: Record<string, Partial<Person> & { side: Person['side'] }> = {
  ben: { name: 'Ben Adler', email: 'ben@ours.example', side: 'ours', isHost: true },
  cleo: { name: 'Cleo Marsh', email: 'cleo@ours.example', side: 'ours' },
  maya: { name: 'Maya Lind', email: 'maya@theirs.example', side: 'theirs' },
  tom: { name: 'Tom Reyes', email: 'tom@theirs.example', side: 'theirs' },
}

/**
 * A call for a test, one line a sentence: `maya: We need SSO.` It is held on Monday, 23 November 2026, at ten in Berlin,
 * unless told otherwise; only those who speak are on it.
 */
export function call(
  talk: string,
  about: Partial<WriterInput['call']> = {},
  more: Record<string, Partial<Person> & { side: Person['side'] }> = {},
): WriterInput {
  const cast = { ...PEOPLE, ...more }
  const lines = talk
    .trim()
    .split('\n')
    .map((line) => /^\s*(\w+): (.*)$/.exec(line)!)
    .map((match) => ({ key: match[1]!, text: match[2]! }))
  const keys = [...new Set(lines.map(({ key }) => key))]
  const people = keys.map((key): Person => ({
    speakerId: key,
    name: null,
    email: null,
    title: null,
    attended: true,
    isHost: false,
    ...cast[key]!,
  }))
  return {
    call: {
      title: 'Acme: demo',
      startedAt: '2026-11-23T09:00:00.000Z',
      durationS: 1800,
      timeZone: 'Europe/Berlin',
      language: 'eng',
      ...about,
    },
    people,
    sentences: lines.map(({ key, text }, index) => ({
      index,
      speakerId: key,
      speaker: cast[key]!.name ?? key,
      side: cast[key]!.side,
      startMs: index * 5000,
      endMs: index * 5000 + 4000,
      text,
    })),
  }
}

/** The same as it is handed to a writer. */
export function stored({ sentences, ...rest }: WriterInput): StoredCall {
  return { ...rest, transcript: { packed: packTranscript(sentences), sentences: null } }
}
