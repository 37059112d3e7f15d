import type { Person } from '../../writer.ts'
import type { Line } from '../talk.ts'
import { withoutOpeners } from './clean-english.ts'
import { NUMBER } from './number-words.ts'
import { finished, shortened } from './recap-sentence.ts'
import { standsAlone } from './stands-alone.ts'
import { inMailVoice, voiceOf } from './voice.ts'
import { HYPOTHETICAL } from './words.ts'

/** What we told the customer and they will want to find again: prices, terms, dates, limits. */
const FACTS = new RegExp(
  `[€$£] ?\\d|\\b${NUMBER}\\s?(?:euros?|dollars?|pounds?|pence|cents?|eur|usd|gbp|percent|per cent|%|per (?:seat|user|vehicle|month|year)|seats?|users?|days?|weeks?|months?|years?|hours?|k\\b)`,
  'i',
)
const FACT_TOPIC =
  /\b(?:price|pricing|cost|costs|plan|package|tier|edition|discount|contract|term|includes?|included|support|sla|uptime|retention|limit|minimum|onboarding|implementation|migration|renewal|fee|free|android|notice|credits?|fixed tours|trial|pilot|takes|encrypt|certif|hosted|data cent(?:er|re)|list price|per seat|per user)\b/i
const STATES =
  /\b(?:is|are|costs?|includes?|comes?|takes?|starts?|gets?|have|has|means|stays?|renews?|runs?|lasts?|needs?)\b|\w's\b/i

/** A price, term or limit that we stated in full; null for anything else. */
export function fact(
  sentence: string,
  line: Line,
  people: Person[],
): { text: string; weight: number } | null {
  const said = shortened(withoutOpeners(sentence))
  if (
    said === null ||
    !FACTS.test(said) ||
    !FACT_TOPIC.test(said) ||
    !STATES.test(said) ||
    !standsAlone(said) ||
    HYPOTHETICAL.test(said) ||
    /\b(?:you (?:said|mentioned|have)|i'll|let me)\b/i.test(said)
  )
    return null
  return { text: finished(inMailVoice(said, voiceOf(line.person, 'ours', people))), weight: 3 }
}
