import type { CallScript } from './company-shapes.ts'

/** One turn with its sentences' times, in milliseconds from the call's start. */
export interface TimedTurn {
  speaker: string
  sentences: { startMs: number; endMs: number; text: string }[]
}

// Calm business speech: 150 words a minute in European languages, about 330 characters a minute in Japanese.
const MS_PER_WORD = 60_000 / 150
const MS_PER_JAPANESE_CHARACTER = 60_000 / 330
const SHORTEST_SENTENCE_MS = 350
const GAP_BETWEEN_SENTENCES_MS = 450
const GAP_BETWEEN_SPEAKERS_MS = 1_400
// A recording runs a little before the first word and after the last one.
const LEAD_MS = 4_000
const TAIL_MS = 3_000

const locales: Record<string, string> = { eng: 'en', ger: 'de', jpn: 'ja', spa: 'es' }
const segmenters = new Map<string, Intl.Segmenter>()

/** How long a script takes when spoken at an ordinary pace, its silences included, in seconds. */
export function dialogueSeconds(script: CallScript): number {
  return spokenMs(script) / 1000
}

/**
 * The script's sentences with their times. They are spoken at an ordinary pace and then stretched or squeezed
 * as a whole, so that the last word falls just before `durationS`.
 */
export function timedTurns(script: CallScript): TimedTurn[] {
  const scale = (script.durationS * 1000) / spokenMs(script)
  const turns: TimedTurn[] = []
  let now = LEAD_MS
  for (const turn of script.turns) {
    now += (turn.pauseBeforeS ?? 0) * 1000
    const sentences = sentencesOf(turn.text, script.language).map((text) => {
      const startMs = now
      const endMs = startMs + speechMs(text, script.language)
      now = endMs + GAP_BETWEEN_SENTENCES_MS
      return { startMs: Math.round(startMs * scale), endMs: Math.round(endMs * scale), text }
    })
    now += GAP_BETWEEN_SPEAKERS_MS - GAP_BETWEEN_SENTENCES_MS
    turns.push({ speaker: turn.speaker, sentences })
  }
  return turns
}

/** A turn's words cut into sentences, by the rules of its language. */
export function sentencesOf(text: string, language: string): string[] {
  const locale = locales[language] ?? 'en'
  const key = `${locale} ${text}`
  const known = cutBefore.get(key)
  if (known) return known
  let segmenter = segmenters.get(locale)
  if (!segmenter)
    segmenters.set(locale, (segmenter = new Intl.Segmenter(locale, { granularity: 'sentence' })))
  const sentences = [...segmenter.segment(text)]
    .map((part) => part.segment.trim())
    .filter((part) => part !== '')
  if (cutBefore.size >= TEXTS_KEPT) cutBefore.clear()
  cutBefore.set(key, sentences)
  return sentences
}

// Cutting costs some 20 µs a turn, and the same words are asked for again and again: for a call's length, then for
// its times, and in a history in many calls. 4,000 texts are a few written calls' worth, or a megabyte.
const TEXTS_KEPT = 4_000
const cutBefore = new Map<string, string[]>()

function spokenMs(script: CallScript): number {
  let total = LEAD_MS + TAIL_MS
  for (const turn of script.turns) {
    total += (turn.pauseBeforeS ?? 0) * 1000 + GAP_BETWEEN_SPEAKERS_MS - GAP_BETWEEN_SENTENCES_MS
    for (const sentence of sentencesOf(turn.text, script.language))
      total += speechMs(sentence, script.language) + GAP_BETWEEN_SENTENCES_MS
  }
  return total
}

function speechMs(sentence: string, language: string): number {
  const ms =
    language === 'jpn'
      ? [...sentence].length * MS_PER_JAPANESE_CHARACTER
      : sentence.split(/\s+/u).length * MS_PER_WORD
  return Math.max(SHORTEST_SENTENCE_MS, ms)
}
