import { createRequire } from 'node:module'
import type { ItemToken } from 'wink-nlp'
import type { FoundPoint } from '../found.ts'
import { overlap } from '../found.ts'
import type { Line } from '../talk.ts'
import { keysOf } from './words.ts'

interface Token {
  word: string
  pos: string
}

let tagger: ((text: string) => Token[]) | null = null

/** Parts of speech by wink-nlp's small web model (45 MB, loaded with the first English call of a thread). */
function tagged(text: string): Token[] {
  tagger ??= loadTagger()
  return tagger(text)
}

function loadTagger(): (text: string) => Token[] {
  const require = createRequire(import.meta.url)
  const winkNLP = require('wink-nlp') as typeof import('wink-nlp').default
  const model = require('wink-eng-lite-web-model') as typeof import('wink-eng-lite-web-model').default
  const nlp = winkNLP(model, ['sbd', 'pos'])
  return (text) => {
    const tokens: Token[] = []
    nlp
      .readDoc(text)
      .tokens()
      .each((token: ItemToken) => tokens.push({ word: token.out(), pos: token.out(nlp.its.pos) }))
    return tokens
  }
}

const EMPTY =
  /^(?:thing|things|something|stuff|lot|bit|way|kind|sort|question|questions|point|points|moment|minute|minutes|second|time|times|day|days|today|tomorrow|week|weeks|month|months|year|years|people|guy|guys|call|meeting|example|idea|sense|case|problem|part|one|ones|end|side|hour|hours|morning|evening|afternoon|night|name|number|word|anything|nothing|everything|everybody|somebody|nobody|man|god|hell|yeah|okay|thank|thanks|place|fact|rest|half|pair|couple|monday|tuesday|wednesday|thursday|friday|saturday|sunday|good|sorry|coffee|lunch|weekend|weather|screen|mute|step|steps|next|look|front|back|line|piece|reason|percent|pounds|euros|dollars|thousand|hundred|pm|am)$/i

/** Noun phrases of a sentence: adjectives and nouns in a row, ending with a noun. */
export function nounPhrases(text: string): string[] {
  const phrases: string[] = []
  let run: Token[] = []
  const end = (): void => {
    while (run.length > 0 && !/^(?:NOUN|PROPN)$/.test(run.at(-1)!.pos)) run.pop()
    const words = run.map(({ word }) => word)
    if (words.length > 0 && words.length <= 4 && !EMPTY.test(words.at(-1)!) && words.at(-1)!.length > 2)
      phrases.push(words.join(' '))
    run = []
  }
  for (const token of tagged(text)) {
    if (/^(?:NOUN|PROPN|ADJ)$/.test(token.pos) && /^[\p{L}-]+$/u.test(token.word)) run.push(token)
    else end()
  }
  end()
  return phrases
}

/**
 * What the call was about: the phrases that both sides keep coming back to.
 * @returns null where fewer than two stand out
 */
export function topics(lines: Line[], people: Set<string>): FoundPoint | null {
  const seen = new Map<string, { phrase: string; lines: Line[]; sides: Set<string>; spread: Set<number> }>()
  const block = Math.max(1, Math.ceil(lines.length / 10))
  lines.forEach((line, at) => {
    if (line.isPrivate || line.isOrder) return
    for (const phrase of nounPhrases(line.text)) {
      const words = phrase.toLowerCase().split(' ')
      if (words.some((word) => people.has(word)) || (words.length === 1 && words[0]!.length < 4)) continue
      const key = words.map((word) => word.replace(/(?<=\w{3})s$/, '')).join(' ')
      const entry = seen.get(key) ?? {
        phrase: properly(phrase),
        lines: [],
        sides: new Set<string>(),
        spread: new Set<number>(),
      }
      if (/^\p{Ll}/u.test(phrase) && (phrase.endsWith('s') || !entry.phrase.endsWith('s')))
        entry.phrase = phrase
      entry.lines.push(line)
      entry.sides.add(line.side)
      entry.spread.add(Math.floor(at / block))
      seen.set(key, entry)
    }
  })
  const ranked = [...seen.values()]
    .filter(
      ({ phrase, lines: from, sides }) =>
        isTopic(phrase) &&
        from.length >= (phrase.includes(' ') ? 3 : 2) &&
        (sides.has('theirs') || from.length >= 4),
    )
    .map((entry) => ({
      ...entry,
      weight:
        entry.lines.length *
        (entry.phrase.includes(' ') ? 2.2 : 1) *
        (entry.sides.size > 1 ? 1.5 : 1) *
        (1 + entry.spread.size / 10),
    }))
    .sort((a, b) => b.weight - a.weight)
  const chosen: typeof ranked = []
  for (const entry of ranked) {
    if (chosen.length === 3) break
    if (chosen.some((other) => overlap(keysOf(other.phrase), keysOf(entry.phrase)) > 0)) continue
    chosen.push(entry)
  }
  if (chosen.length < 2) return null
  const names = chosen.map(({ phrase }) => phrase)
  return {
    lines: chosen.flatMap(({ lines: from }) => from.slice(0, 2)),
    text: `We talked about ${names.slice(0, -1).join(', ')} and ${names.at(-1)}.`,
    weight: 0,
  }
}

/** A singular thing ("truck") or a name alone reads oddly as a topic; plurals, matters and compounds read well. */
const isTopic = (phrase: string): boolean => {
  const words = phrase.split(' ')
  if (
    /^(?:hour|day|week|month|year|minute|pound|euro|dollar|other|big|good|new|old|last|next|whole|same|bad|little|great|first|own)\b/i.test(
      phrase,
    )
  )
    return false
  if (words.length > 1) return true
  if (/^\p{Lu}\p{Ll}/u.test(phrase)) return false
  return (
    /(?<!s)s$/.test(phrase) ||
    /^(?:pricing|security|onboarding|integration|migration|support|training|compliance|liability|reporting|procurement|hosting|encryption|payment|data|access|routing|planning|wording|overtime|insurance)$/i.test(
      phrase,
    )
  )
}

/** A capital that only the sentence's start gave is taken back; "SSO" and "Okta" keep theirs. */
const properly = (phrase: string): string =>
  /^\p{Lu}\p{Ll}+( |$)/u.test(phrase) &&
  !/ \p{Lu}/u.test(phrase) &&
  tagged(phrase.toLowerCase())[0]?.pos !== 'PROPN' &&
  phrase.split(' ').length > 1
    ? phrase.charAt(0).toLowerCase() + phrase.slice(1)
    : phrase
