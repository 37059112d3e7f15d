import { numbersIn } from '../../grounding/numbers.ts'
import type { FoundPoint } from '../found.ts'
import type { Line } from '../talk.ts'
import { inDigits, NUMBER } from './number-words.ts'
import { nounPhrases } from './topics.ts'
import { HYPOTHETICAL, JOKE } from './words.ts'

const ABOUT = '(?:about|around|roughly|nearly|almost|over|up to|more than|at least)'
const EACH = '(?:an?|per|each|every) (?:night|day|week|month|year|shift|hour)'
const COUNTED = new RegExp(
  `(?:\\b(${ABOUT}) )?(?<![\\w-])(${NUMBER}) ((?!(?:of|more|or|to|and|in|at|per|a|as|is|was|the)\\b)(?:[a-z][a-z-]+ )?[a-z][a-z-]{2,}s|people)\\b( ${EACH})?(,? (?:from|in|at|across) ${NUMBER} [a-z]{3,}s\\b)?`,
  'gi',
)
const HOW_MANY = /\bhow many ([a-z-]{4,}s|people)\b/i
const BARE_ANSWER = new RegExp(
  `^(?:so|well|oh|er)?,? ?((?:${ABOUT} )?${NUMBER}(?: ${EACH})?)\\b[.,]?(?!\\s*[a-z])`,
  'i',
)
const CORRECTS = new RegExp(`\\b(?:no|sorry|wait|correction|i mean)\\b.*?(?<![\\w-])(${NUMBER})\\b`, 'i')
// Spans of time, money and counts of what is talked about are no figures of the customer's business.
const NOT_COUNTED =
  /\b(?:minutes|hours|days|weeks|months|years|nights|seconds|times|things|problems|questions|others|ways|reasons|points|pounds|euros|dollars|cents|ones|kinds|sorts|words|quotes|columns|dates|numbers|percents|bits|steps|options|this|yes|less|plus|always|perhaps|across|us|was|has|does|is|its|angry people|pages|fields|letters|lines|colours|sentences|drawers|names|goes|comes|makes|hundreds|thousands|stairs|miss|needs)$/i

/** What we asked for matters, also where the talk never comes back to it. */
const ASKED_WEIGHT = 0.3

interface Figure {
  value: number
  /** What was counted, in a base form: a later figure for the same replaces an earlier one. */
  key: string
  text: string
  line: Line
  lines: Line[]
}

/**
 * The figures that the customer gave about their business, in one sentence; a figure corrected later counts as corrected.
 * An answer is put together with its question: "How many drops?" "About eighteen hundred a night."
 */
export function figures(lines: Line[], weights: Map<string, number>, told: string[]): FoundPoint | null {
  const found = new Map<string, Figure>()
  lines.forEach((line, at) => {
    if (line.side !== 'theirs' || line.isPrivate || line.isOrder || isNoStatement(line.text)) return
    const corrected = correction(at, lines)
    for (const [whole, about, number, noun, each, where] of line.text.matchAll(COUNTED)) {
      if (!whole || NOT_COUNTED.test(noun!) || !isNoun(noun!, line.text)) continue
      const count = corrected ? corrected.number : number!
      const place = corrected ? '' : (where ?? '').replace(',', '')
      const text = `${about ? `${about} ` : ''}${count} ${noun}${each ?? ''}${place}`
      keep(found, {
        value: valueOf(count),
        key: baseOf(noun!),
        text,
        line,
        lines: corrected ? [line, corrected.line] : [line],
      })
    }
    const asked = questionBefore(at, lines)
    const bare = asked && BARE_ANSWER.exec(line.text)
    if (bare && !NOT_COUNTED.test(asked.noun)) {
      const [, number = '', each = ''] = new RegExp(`^(.*?)( ${EACH})?$`, 'i').exec(bare[1]!) ?? []
      const count = corrected ? corrected.number : number
      keep(found, {
        value: valueOf(count),
        key: baseOf(asked.noun),
        text: `${count} ${asked.noun}${each}`,
        line,
        lines: [asked.line, line, ...(corrected ? [corrected.line] : [])],
      })
    }
  })
  const chosen = [...found.values()]
    .map((figure) => ({
      ...figure,
      weight: weights.get(figure.key) ?? (figure.lines[0] === figure.line ? 0 : ASKED_WEIGHT),
    }))
    .filter(
      ({ weight, value, text }) => weight > 0 && value > 2 && !told.some((one) => saysSame(one, value, text)),
    )
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, 4)
    .toSorted((a, b) => a.line.index - b.line.index)
  // One figure alone says little beside whole sentences.
  if (chosen.length === 0 || (chosen.length === 1 && (told.length > 1 || chosen[0]!.value < 10))) return null
  const texts = chosen.map(({ text }) => text.charAt(0).toLowerCase() + text.slice(1))
  const list = texts.length === 1 ? texts[0]! : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)!}`
  return {
    lines: chosen.flatMap((figure) => figure.lines),
    text: inDigits(texts.length === 1 ? `You told us about ${list}.` : `The figures you gave us: ${list}.`),
    weight: 5,
  }
}

/** Does a sentence of the recap say this figure already? */
const saysSame = (sentence: string, value: number, text: string): boolean =>
  numbersIn(sentence).includes(value) || sentence.toLowerCase().includes(text)

const isNoStatement = (text: string): boolean =>
  /\?\s*$/.test(text) ||
  HYPOTHETICAL.test(text) ||
  /'d\b|\byou(?:'ve|r|'re)?\b/i.test(text) ||
  JOKE.test(text) ||
  numbersIn(text).length > 3

const baseOf = (noun: string): string =>
  noun
    .toLowerCase()
    .split(' ')
    .at(-1)!
    .replace(/(?:ies|es|s)$/, (end) =>
      end === 'ies' ? 'y' : end === 'es' && !/(?:ch|sh|x|ss)es$/.test(noun) ? 'e' : '',
    )

/** A later figure of the same size corrects the earlier one; of quite another size it counts something else, and less. */
function keep(found: Map<string, Figure>, figure: Figure): void {
  const earlier = found.get(figure.key)
  const share = earlier ? figure.value / earlier.value : 1
  if (share < 0.5) return
  found.delete(figure.key)
  found.set(figure.key, figure)
}

const valueOf = (number: string): number => Math.max(0, ...numbersIn(number))

/** "At fourteen needs it carried": what stands after a number may be a verb, or a name. */
const isNoun = (noun: string, text: string): boolean =>
  !/\p{Lu}/u.test(noun) &&
  nounPhrases(text).some((phrase) => phrase.toLowerCase().endsWith(noun.split(' ').at(-1)!))

/** "Twelve shops." "No, sorry, fourteen." */
function correction(at: number, lines: Line[]): { number: string; line: Line } | null {
  for (const line of lines.slice(at + 1, at + 3)) {
    if (line.said.speaker !== lines[at]!.said.speaker) return null
    const number = CORRECTS.exec(line.text)?.[1]
    if (number && line.text.split(' ').length <= 8) return { number, line }
  }
  return null
}

function questionBefore(at: number, lines: Line[]): { noun: string; line: Line } | null {
  const line = lines[at - 1]
  const noun = line && line.side === 'ours' && !line.isPrivate ? HOW_MANY.exec(line.text)?.[1] : undefined
  return line && noun ? { noun, line } : null
}
