import { readTranscript } from '../../src/ingest/packed-transcript.ts'
import type { Writer } from '../../src/followups/writer.ts'

/** Writes at once and briefly: for tests of what comes before the writing. */
export const quickWriter: Writer = {
  name: 'quick',
  write: async ({ people, transcript }) => ({
    subject: 'Thank you for today',
    to: people.flatMap(({ name, email, side }) => (side === 'theirs' && email ? [{ name, email }] : [])),
    language: 'en',
    sentences: [
      { text: 'Thank you for today.', kind: 'courtesy', placement: 'paragraph', evidence: [], hint: null },
    ],
    items: [],
    questions: [],
    decisions: [],
    nextMeeting: null,
    notes: [],
    ...(!readTranscript(transcript)?.length ? { subject: 'Nothing was said' } : {}),
  }),
  close: async () => {},
}
