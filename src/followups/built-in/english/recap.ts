import type { Person } from '../../writer.ts'
import type { FoundPoint, FoundPromise } from '../found.ts'
import { overlap } from '../found.ts'
import type { Line } from '../talk.ts'
import { namesOfParties } from '../../parties.ts'
import { topics } from './topics.ts'
import { capitalised, withoutOpeners } from './clean-english.ts'
import { inMailVoice, voiceOf } from './voice.ts'
import { HYPOTHETICAL, JOKE, keysOf, REFUSAL } from './words.ts'

interface Kind {
  pattern: RegExp
  weight: number
  /** Frame for the mail; `$` is what was said after the pattern, in the mail's voice. */
  frame: string
}

/** What a customer says about themselves, from the most telling to the least. Group 1 is the matter itself. */
const NEEDS: Kind[] = [
  {
    pattern:
      /\b(?:our|the|my) (?:biggest|main|key|real|number one|core|major|primary) (?:problem|issue|challenge|pain(?: point)?|concern|worry|headache|bottleneck|blocker)(?: (?:here|today|right now|at the moment))? is(?: that)?,? (.+)/i,
    weight: 7,
    frame: 'Your main concern is $',
  },
  {
    pattern:
      /\b(?:our|the|my) (?:biggest|main|top|key|number one) (?:goal|priority|objective|aim|target|requirement|criterion)(?: (?:here|this year|right now|for \w+))? is(?: to| that)?,? (.+)/i,
    weight: 7,
    frame: 'Your main goal is $',
  },
  {
    pattern:
      /\b(?:we|our [\w ]{3,20})(?:'re| are)? (?:really |basically |mainly |actually |currently |still )*(?:struggl(?:e|ing) with|losing|los(?:e|t)|wast(?:e|ing)|spend(?:ing)?|suffer(?:ing)? from|having (?:trouble|problems|issues) with|fed up with|frustrated (?:with|by)) (.+)/i,
    weight: 6,
    frame: '',
  },
  {
    pattern:
      /\bwe(?:'d| would| will|'ll)? (?:really |absolutely |definitely |also |all |just |do |still )*(?:need|must have|require|can'?t (?:live|do|go|sign|start) without)(?: to)? (.+)/i,
    weight: 6,
    frame: '',
  },
  {
    pattern:
      /\bi(?:'d| would)? (?:really |absolutely |definitely |also |just |do )*need (?!to (?:go|run|leave|check|ask|know|see|say|hear)\b)(.+)/i,
    weight: 4,
    frame: '',
  },
  {
    pattern:
      /\b(?:we(?:'re| are)|our \w+ (?:is|are)) (?:really |mainly |basically |actually |currently |now )*(?:looking (?:for|at|to)|trying to|hoping to|planning to|aiming (?:for|to)|evaluating|comparing|considering|migrating|moving|rolling out|replacing|hiring|growing|opening) (.+)/i,
    weight: 5,
    frame: '',
  },
  {
    pattern:
      /\bwe(?:'d| would)? (?:really |also |just )*(?:love|want|like) to (?!(?:ask|know|hear|see|say|add|come back|go back|make sure|thank|jump|talk)\b)(.+)/i,
    weight: 5,
    frame: '',
  },
  {
    pattern:
      /\bour (?:budget|deadline|renewal|contract|go-?live|current (?:tool|system|vendor|provider|contract|setup|plan)) (?:is|was|ends|runs|expires|sits|comes)\b (.+)/i,
    weight: 6,
    frame: '',
  },
  {
    pattern:
      /\b(?:we(?:'ve| have| had| hit| give| pay| get| do| plan| run| make| cut| lost| saved| sell)|our \w+) (?:got )?(?:[\w']+ ){0,4}?(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)\b(.+)/i,
    weight: 5,
    frame: '',
  },
  {
    pattern:
      /\bwe (?:currently |mostly |mainly |still |already )?(?:use|run on|work with|rely on|do everything in|manage (?:everything|it|this|that) in) (.+)/i,
    weight: 4,
    frame: '',
  },
  {
    pattern:
      /\b(?:important (?:for|to) us|critical for us|matters (?:most )?to (?:me|us)|a must(?:-have)?|deal ?breaker|non-?negotiable|show ?stopper)\b(.*)/i,
    weight: 6,
    frame: '',
  },
]

/** What we told the customer and they will want to find again: prices, terms, dates, limits. */
const FACTS =
  /(?:[€$£]\s?\d|\b\d[\d,.]*\s?(?:euros?|dollars?|pounds?|eur|usd|gbp|percent|%|per (?:seat|user|month|year)|seats?|users?|days?|weeks?|months?|years?|hours?|k\b|million))/i
const FACT_TOPIC =
  /\b(?:price|pricing|cost|costs|plan|package|tier|edition|discount|contract|term|includes?|included|support|sla|uptime|retention|limit|minimum|onboarding|implementation|migration|trial|pilot|takes|encrypt|certif|hosted|data cent(?:er|re)|list price|per seat|per user)\b/i
const TALK_ABOUT_TALK =
  /\b(?:oh|wow|god|honestly|of course|shift|twins|rain|flu|ill|marathon|birthday|minutes? (?:left|today|call|for|more)|(?:this|the) (?:call|meeting|agenda)|can you (?:hear|see)|recording|my screen|kids?|dog|weekend|weather|holiday|coffee|lunch|football|flight|traffic|train|vacation|snow|rain)\b/i
const DANGLING = /^(?:it|that|this|they|those|these|he|she|which|there|and that|so that)\b/i
const CORRECTION =
  /\b(?:sorry|correction|actually|i meant|i mean|not \d|make that|no,? (?:it'?s|wait)|let me correct|i misspoke|i said)\b/i

/** Two to five sentences that say what the call was about: the customer's needs first, then what we answered with figures. */
export function recap(lines: Line[], people: Person[], promises: FoundPromise[]): FoundPoint[] {
  const about = topics(lines, namesOfParties({ people }))
  const promised = new Set(promises.flatMap((promise) => promise.lines.slice(0, 1).map((line) => line.index)))
  const weights = topicWeights(lines)
  const points: (FoundPoint & { keys: Set<string> })[] = []
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
  const best = chosen(points, lines)
  return about ? [about, ...best] : best
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

function need(sentence: string, line: Line, people: Person[]): { text: string; weight: number } | null {
  const said = shortened(withoutOpeners(sentence))
  if (
    said === null ||
    DANGLING.test(said) ||
    /\b(?:could|might|maybe|would have|if we (?:were|signed|had))\b/i.test(said) ||
    REFUSAL.test(said.slice(0, 6))
  )
    return null
  for (const { pattern, weight, frame } of NEEDS) {
    const match = pattern.exec(said)
    if (!match || keysOf(match[1]!).size < 1 || /^(?:it|that|this|them|to)\W*$/i.test(match[1]!)) continue
    const voice = { ...voiceOf(line.person, 'theirs', people), self: 'you' }
    const text = frame
      ? frame.replace('$', inMailVoice(match[1]!, voice))
      : inMailVoice(fromSubject(said, match.index), voice)
    return { text: finished(text), weight: weight + (FACTS.test(said) ? 1 : 0) }
  }
  return null
}

/** Starts the sentence at its own subject where only an opener or a side remark stands before it. */
function fromSubject(said: string, at: number): string {
  const before = said.slice(0, at)
  return before.split(/\s+/).length <= 4 &&
    !/\b(?:if|when|because|that|what|since|as|before|after|until|unless|while|once)\b/i.test(before)
    ? said.slice(at)
    : said
}

function fact(sentence: string, line: Line, people: Person[]): { text: string; weight: number } | null {
  const said = shortened(withoutOpeners(sentence))
  if (
    said === null ||
    !FACTS.test(said) ||
    !FACT_TOPIC.test(said) ||
    DANGLING.test(said) ||
    HYPOTHETICAL.test(said) ||
    /\b(?:you (?:said|mentioned|have)|i'll|let me)\b/i.test(said)
  )
    return null
  return { text: finished(inMailVoice(said, voiceOf(line.person, 'ours', people))), weight: 3 }
}

/** Null for what is too short to say something or too long to stand in a mail; long sentences lose their last clauses. */
function shortened(text: string): string | null {
  let said = text.replace(/\s+/g, ' ').trim()
  while (said.split(' ').length > 30) {
    const cut = Math.max(
      said.lastIndexOf(', '),
      said.lastIndexOf('; '),
      said.lastIndexOf(' because '),
      said.lastIndexOf(' so '),
      said.lastIndexOf(' and '),
    )
    if (cut < 30) return null
    said = said.slice(0, cut)
  }
  return said.split(' ').length < 4 ? null : said
}

const finished = (text: string): string => capitalised(text.replace(/[\s.,;:!?–—-]*$/, '.'))

/** A figure that someone corrects soon after is not recapped; the correcting sentence is. */
function corrected(line: Line, at: number, lines: Line[]): boolean {
  if (!/\d/.test(line.text)) return false
  const keys = keysOf(line.text)
  return lines.slice(at + 1, at + 40).some((later, i) => {
    if (!CORRECTION.test(later.text) || !/\d/.test(later.text)) return false
    const shared = overlap(keys, keysOf(later.text))
    return shared >= 0.4 || (i < 4 && later.said.speaker === line.said.speaker)
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

/** At most three needs and two facts, none saying the same twice, in the order of the call. */
function chosen(points: (FoundPoint & { keys: Set<string> })[], lines: Line[]): FoundPoint[] {
  const picked: typeof points = []
  const count = { theirs: 0, ours: 0 }
  for (const point of points.toSorted((a, b) => b.weight - a.weight)) {
    const side = point.lines[0]!.side === 'theirs' ? 'theirs' : 'ours'
    if (count[side] >= (side === 'theirs' ? 3 : 2)) continue
    if (picked.some((other) => overlap(other.keys, point.keys) >= 0.6)) continue
    picked.push(point)
    count[side]++
  }
  const place = new Map(lines.map((line, i) => [line.index, i]))
  return picked.sort((a, b) => place.get(a.lines[0]!.index)! - place.get(b.lines[0]!.index)!)
}
