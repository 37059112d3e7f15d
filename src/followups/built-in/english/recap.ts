import type { Person } from '../../writer.ts'
import type { FoundPoint, FoundPromise } from '../found.ts'
import { overlap } from '../found.ts'
import type { Line } from '../talk.ts'
import { namesOfParties } from '../../parties.ts'
import { topics } from './topics.ts'
import { fact } from './facts.ts'
import { figures } from './figures.ts'
import { need } from './needs.ts'
import { NUMBER } from './number-words.ts'
import { JOKE, keysOf } from './words.ts'

const TALK_ABOUT_TALK =
  /\b(?:oh|wow|god|honestly|of course|shift|twins|rain|flu|ill|marathon|birthday|minutes? (?:left|today|call|for|more)|(?:this|the) (?:call|meeting|agenda)|can you (?:hear|see)|recording|my screen|kids?|dog|weekend|weather|holiday|coffee|lunch|football|flight|traffic|train|vacation|snow|rain)\b/i
const CORRECTION =
  /\b(?:sorry|correction|actually|i meant|i mean|not \d|make that|no,? (?:it'?s|wait)|let me correct|i misspoke|i said)\b/i

/**
 * Two to five sentences that say what the call was about: the customer's needs and figures, then what we answered with
 * figures. Each can be read alone; where the call gives fewer than two, its topics are named.
 */
export function recap(lines: Line[], people: Person[], promises: FoundPromise[]): FoundPoint[] {
  const promised = new Set(promises.flatMap((promise) => promise.lines.slice(0, 1).map((line) => line.index)))
  const weights = topicWeights(lines)
  const points: Weighed[] = []
  lines.forEach((line, at) => {
    if (!mayRecap(line) || promised.has(line.index) || corrected(line, at, lines)) return
    for (const sentence of line.text.split(/(?<=[.!?])\s+/)) {
      const point = line.side === 'theirs' ? need(sentence, line, people) : fact(sentence, line, people)
      if (!point) continue
      const keys = keysOf(sentence)
      const topical =
        [...keys].reduce((sum, key) => sum + (weights.get(key) ?? 0), 0) / Math.max(4, keys.size)
      points.push({ lines: [line], text: point.text, weight: point.weight + topical * 3, keys })
    }
  })
  const told = chosen(points, lines)
  const counted = figures(
    lines,
    weights,
    told.map((point) => point.text),
  )
  const all = counted ? withFigures(told, counted) : told
  const about = all.length < 2 ? topics(lines, namesOfParties({ people })) : null
  return about ? [about, ...all] : all
}

type Weighed = FoundPoint & { keys: Set<string> }

/** After the customer's needs, before our answers; not where a sentence already says one of the figures. */
function withFigures(told: FoundPoint[], counted: FoundPoint): FoundPoint[] {
  const ours = told.findIndex((point) => point.lines[0]!.side === 'ours')
  const at = ours === -1 ? told.length : ours
  return [...told.slice(0, at), counted, ...told.slice(at)]
}

function mayRecap(line: Line): boolean {
  return (
    !line.isPrivate &&
    !line.isOrder &&
    line.side !== 'unknown' &&
    !/\?\s*$/.test(line.text) &&
    !JOKE.test(line.text) &&
    !TALK_ABOUT_TALK.test(line.text)
  )
}

const FIGURE = new RegExp(`\\b${NUMBER}\\b`, 'i')
const BARE_FIGURE = new RegExp(
  `^(?:(?:well|no|sorry|or),? )?${NUMBER}\\b(?!.*\\b(?:is|are|was|have|has|need)\\b)`,
  'i',
)

/** A figure that someone corrects soon after is not recapped; the correcting sentence is. */
function corrected(line: Line, at: number, lines: Line[]): boolean {
  if (!FIGURE.test(line.text)) return false
  const keys = keysOf(line.text)
  return lines.slice(at + 1, at + 40).some((later, i) => {
    if (i < 3 && later.said.speaker === line.said.speaker && /^(?:no|wait|sorry)\b/i.test(later.text))
      return true
    if (!FIGURE.test(later.text)) return false
    // "Eighty-four last month." right after "we hit eighty-six percent": another figure for the same.
    if (i < 2 && BARE_FIGURE.test(later.text) && later.text.split(' ').length <= 5) return true
    if (!CORRECTION.test(later.text)) return false
    return overlap(keys, keysOf(later.text)) >= 0.4 || (i < 4 && later.said.speaker === line.said.speaker)
  })
}

/** How central each word is: words that many sentences of both sides share weigh most (a TextRank over shared words). */
function topicWeights(lines: Line[]): Map<string, number> {
  const seen = new Map<string, number>()
  for (const line of lines) {
    if (line.isPrivate || line.isOrder) continue
    for (const key of keysOf(line.text)) seen.set(key, (seen.get(key) ?? 0) + 1)
  }
  const most = Math.max(1, ...seen.values())
  return new Map([...seen].filter(([, count]) => count > 1).map(([key, count]) => [key, count / most]))
}

/** At most three needs and two facts, none saying the same twice: needs first, each in the order of the call. */
function chosen(points: Weighed[], lines: Line[]): Weighed[] {
  const picked: Weighed[] = []
  const count = { theirs: 0, ours: 0 }
  for (const point of points.toSorted((a, b) => b.weight - a.weight)) {
    const side = point.lines[0]!.side === 'theirs' ? 'theirs' : 'ours'
    if (count[side] >= (side === 'theirs' ? 3 : 2)) continue
    if (picked.some((other) => overlap(other.keys, point.keys) >= 0.6)) continue
    picked.push(point)
    count[side]++
  }
  const place = new Map(lines.map((line, i) => [line.index, i]))
  const ours = (point: Weighed): number => Number(point.lines[0]!.side === 'ours')
  return picked.sort(
    (a, b) => ours(a) - ours(b) || place.get(a.lines[0]!.index)! - place.get(b.lines[0]!.index)!,
  )
}
