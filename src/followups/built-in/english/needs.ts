import type { Person } from '../../writer.ts'
import type { Line } from '../talk.ts'
import { withoutOpeners } from './clean-english.ts'
import { NUMBER } from './number-words.ts'
import { finished, shortened } from './recap-sentence.ts'
import { standsAlone } from './stands-alone.ts'
import { inMailVoice, voiceOf } from './voice.ts'
import { keysOf, REFUSAL } from './words.ts'

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
    pattern: new RegExp(
      `\\b(?:we(?:'ve| have| had| hit| give| pay| get| do| plan| run| make| cut| lost| saved| sell)|our \\w+) (?:got )?(?:[\\w']+ ){0,4}?${NUMBER} (?!(?:an?|per|each)\\b)([a-z].+)`,
      'i',
    ),
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
  {
    pattern:
      /^((?:we|our|the|you|you're|[A-Z][\w-]+'s)\b.*\b(?:by hand|manually|miss(?:ed|es|ing)|expire[sd]?|complain(?:s|ed|ing)?|fined|down for|delay(?:s|ed)?|broken|overtime|too (?:long|slow|much|expensive|late)|on paper|spreadsheets?|double entry|never (?:asked|told)|nobody (?:rang|called|told|knows)|cost (?:us|you)|costs us).*)/i,
    weight: 5,
    frame: '',
  },
  {
    pattern: new RegExp(
      `^((?:we|our|the|[A-Z][\\w-]+'s|last (?:year|month|week))\\b(?=.*\\b(?:is|are|was|were|has|have|had|do|does|did|cost|costs|run|runs|take|takes|plan|plans|send|sends|bought|lose|lost|went|begin|begins|retires?)\\b).*\\b${NUMBER} (?!(?:an?|per|each)\\b)[a-z].*)`,
      'i',
    ),
    weight: 3.5,
    frame: '',
  },
  {
    pattern:
      /^we (?:\w+ )?((?:plan|send|run|sell|deliver|store|charge|pay|ship|print|start|begin|decide|sign|track)\b .{15,})/i,
    weight: 3,
    frame: '',
  },
]
const HAS_FIGURE = new RegExp(`\\b${NUMBER}\\b`, 'i')

/** What a guest's sentence says about their situation, in the mail's voice; null where it says nothing, or not by itself. */
export function need(
  sentence: string,
  line: Line,
  people: Person[],
): { text: string; weight: number } | null {
  const said = shortened(withoutOpeners(sentence))
  if (
    said === null ||
    !standsAlone(said) ||
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
    return { text: finished(text), weight: weight + (HAS_FIGURE.test(said) ? 1 : 0) }
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
