import { sentencesOf, timedTurns } from './company/timing.ts'
import type { CallScript } from './company/company.ts'

/** What one person says without being interrupted, in Gong's own shape. Times in milliseconds from the call's start. */
export interface Monologue {
  speakerId: string | null
  topic: string | null
  sentences: Sentence[]
}

export interface Sentence {
  start: number
  end: number
  text: string
}

/** A turn of a conversation as people write it down. */
export interface SimpleTurn {
  speaker: string
  text: string
  atMs?: number | undefined
}

type NamedMonologue = Omit<Monologue, 'speakerId'> & { speaker: string }

// A written call is finished again and again, by many at once when a burst is tried.
const spokenScripts = new WeakMap<CallScript, NamedMonologue[]>()

/** Cuts a script's turns into sentences with times. `speakerIdOf` says which id stands for a name. */
export function monologuesOf(script: CallScript, speakerIdOf: (name: string) => string | null): Monologue[] {
  let spoken = spokenScripts.get(script)
  if (!spoken) spokenScripts.set(script, (spoken = speak(script)))
  return spoken.map(({ speaker, ...words }) => ({ speakerId: speakerIdOf(speaker), ...words }))
}

function speak(script: CallScript): NamedMonologue[] {
  return timedTurns(script).map(({ speaker, sentences }) => ({
    speaker,
    topic: topicOf(sentences.map((sentence) => sentence.text).join(' ')),
    sentences: sentences.map(({ startMs, endMs, text }) => ({ start: startMs, end: endMs, text })),
  }))
}

// A calm talker says about 150 words a minute; scripts without spaces between words about 330 characters.
const MS_PER_WORD = 400
const MS_PER_CHARACTER = 180
const GAP_MS = 400

/**
 * Cuts a written conversation into sentences and gives each its time: spoken at an ordinary pace, beginning where
 * a turn says so (`atMs`), and never overlapping.
 */
export function spokenTurns(
  turns: SimpleTurn[],
  language: string,
): { speaker: string; sentences: Sentence[] }[] {
  let now = 1000
  return turns.map((turn) => {
    now = Math.max(now, turn.atMs ?? 0)
    const sentences = sentencesOf(turn.text, language).map((text) => {
      const start = now
      const end = start + speechMs(text)
      now = end + GAP_MS
      return { start: Math.round(start), end: Math.round(end), text }
    })
    return { speaker: turn.speaker, sentences }
  })
}

const withoutSpaces = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}/gu

function speechMs(sentence: string): number {
  const characters = sentence.match(withoutSpaces)?.length ?? 0
  const words = sentence.replace(withoutSpaces, ' ').split(/\s+/u).filter(Boolean).length
  return Math.max(300, characters * MS_PER_CHARACTER + words * MS_PER_WORD)
}

const topics: [name: string, words: RegExp][] = [
  [
    'Pricing',
    /\b(price|pricing|cost|costs|discount|budget|quote|invoice|preis|kosten|rabatt)\w*|価格|見積|予算/iu,
  ],
  ['Security', /\b(security|sso|saml|gdpr|encrypt|soc 2|iso 27001|datenschutz)\w*|セキュリティ/iu],
  ['Legal', /\b(contract|legal|terms|dpa|liability|vertrag)\w*|契約/iu],
  ['Competition', /\b(competitor|alternative|vendor|wettbewerb)\w*|競合/iu],
  [
    'Next steps',
    /\b(next (step|week)|follow[- ]up|i'll send|invite|calendar|nächste (woche|schritte))|来週|次回/iu,
  ],
]

/** Gong names a topic for some stretches only. */
export function topicOf(text: string): string | null {
  return topics.find(([, words]) => words.test(text))?.[0] ?? null
}
