import type { FoundPoint, FoundPromise } from '../found.ts'
import { overlap } from '../found.ts'
import type { Line } from '../talk.ts'
import { GERMAN_MAYBE, germanKeys } from './words.ts'

const NEED =
  /\b(?:brauchen|benötigen|wollen|möchten|suchen|müssen|problem|schwierig|hakt|fehlt|gefehlt|gekündigt|zu spät|verlieren|kostet uns|nutzen|arbeiten mit|ziel|wichtig|planen)\b/i
const FIGURE = /(?:\d|\b\p{L}*(?:zig|hundert|tausend|zwanzig|dreißig|zwölf|elf)\p{L}*\b)/iu
const PRICE =
  /\b(?:euro|prozent|laufzeit|einmalig|monatlich|im monat|pro (?:fahrzeug|nutzer|monat)|rechenzentrum|standort|server)\b/i
const SMALL_TALK = /\b(?:kaffee|wetter|urlaub|messe|wochenende|regen|laptop|hören sie|verstehen sie mich)\b/i
const CORRECTS = /\b(?:nein|moment|entschuldigung|quatsch|korrektur|inzwischen|falsch)\b/i

/** What the customer needs, and what we answered with figures, in the order of the call. */
export function germanRecap(lines: Line[], promises: FoundPromise[]): FoundPoint[] {
  const taken = new Set(promises.map((promise) => promise.lines[0]?.index))
  const points = lines.flatMap((line, at) => {
    if (line.isPrivate || line.isOrder || line.side === 'unknown' || taken.has(line.index)) return []
    const text = line.text.replace(/^(?:(?:also|und|ja|genau|aber|na ja|gut)[,.]?\s+)+/i, '')
    const words = text.split(' ').length
    if (
      /\?\s*$/.test(text) ||
      words < 5 ||
      words > 26 ||
      SMALL_TALK.test(text) ||
      GERMAN_MAYBE.test(text) ||
      /^(?:das|da|dann|die (?:würden|stehen)|sie|er|es|dass)\b/i.test(text)
    )
      return []
    const figure = FIGURE.test(text)
    const corrected =
      figure &&
      lines.slice(at + 1, at + 3).some((later) => CORRECTS.test(later.text) && FIGURE.test(later.text))
    if (corrected) return []
    const weight =
      line.side === 'theirs'
        ? (NEED.test(text) ? 4 : 0) + (/\b(?:wir|uns|unsere?)\b/i.test(text) ? 1 : 0) + (figure ? 1 : 0)
        : PRICE.test(text) && figure
          ? 3
          : 0
    return weight >= 3
      ? [{ lines: [line], text: phrased(text, line.side), weight, keys: germanKeys(text) }]
      : []
  })
  const picked: typeof points = []
  for (const point of points.toSorted((a, b) => b.weight - a.weight)) {
    const side = point.lines[0]!.side
    if (picked.filter((one) => one.lines[0]!.side === side).length >= (side === 'theirs' ? 3 : 2)) continue
    if (!picked.some((one) => overlap(one.keys, point.keys) >= 0.6)) picked.push(point)
  }
  return picked.sort((a, b) => a.lines[0]!.index - b.lines[0]!.index)
}

/** "Wir brauchen" of the customer is "Sie brauchen" in the mail: German verbs keep their form. */
function phrased(text: string, side: Line['side']): string {
  const said =
    side === 'theirs'
      ? text
          .replace(/\bSie\b/g, '\u0001')
          .replace(/\bwir\b/g, 'Sie')
          .replace(/\bWir\b/g, 'Sie')
          .replace(/\bIhnen\b/g, '\u0002')
          .replace(/\buns\b/g, 'Ihnen')
          .replace(/\b[Uu]nser(e[nmrs]?)?\b/g, (word, end = '') => `Ihr${end}`)
          .replaceAll('\u0001', 'wir')
          .replaceAll('\u0002', 'uns')
      : text
  return said.charAt(0).toUpperCase() + said.slice(1).replace(/[.!?]*$/, '.')
}
