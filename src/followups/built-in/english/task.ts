import type { SaidDate } from '../../dates/said-date.ts'
import { STRONG } from './words.ts'

const SOFT =
  /\b(?:also|just|probably|definitely|certainly|actually|then|quickly|obviously|of course|basically|really|simply|kind of|sort of|maybe|perhaps|hopefully|personally|gladly|happily|still|as well|too|though|for sure)\b[,]?\s*/gi
const TAIL =
  /(?:,\s*(?:okay|ok|right|yeah|if that(?:'s| is)? (?:okay|ok|fine|alright|works?)(?: for you)?|if you (?:like|want|don't mind)|please|you know|and so on|and stuff|or so|i think|i guess|i believe|i hope|deal|cool|sure|promise|thanks|thank you|no worries|no problem)|\s+(?:and so on|and stuff(?: like that)?|or something(?: like that)?|if that(?:'s| is)? (?:okay|ok|fine|alright|works?)(?: for you)?|for sure|okay|ok|right|please|if you (?:like|want)))+\s*[.?!]*$/i
const CUT =
  /\s*(?:[;:]|\s[–—-]+\s|,\s*(?:because|since|so\b|but|which|who|where|although|though|as (?:I|we|you)|just|and (?:that|this|it|there)|not (?:the|a|an|on|by)|that(?:'s| is)|it(?:'s| is)|(?:she|he|they|we|you|it|I)(?:'s|'re|'ve|'d|'ll|'m)?\b|and,)|\s+because|\s+(?:when|once|while) (?:I'm|I am|we're|we are)\b|\s+so (?:that )?(?:you|we|they|I|he|she)\b|\s+(?:and|but) (?:that|this|it|there|hopefully|maybe|i|we|you)\b|,?\s+(?:and|then) (?:we|you|i) (?:can|could|should)).*$/i

/** The bare task: "send you the security sheet" from "just send you the security sheet by Thursday, okay?". */
export function bareTask(words: string, due: SaidDate | null): string {
  let task = words
    .replace(/[.?!\s]+$/, '')
    .replace(/,\s*(?:who|which|she's|he's|our|my|the) [^,]{3,60},\s*/gi, ' ')
  if (due) task = withoutDate(task, due.words)
  task = task.replace(TAIL, '').replace(CUT, '').replace(SOFT, ' ')
  task = task
    .replace(
      /^\s*(?:to|go ahead and|be sure to|be able to|try and|have to|need to|want to|get to|be happy to|be glad to|like to)\s+/i,
      '',
    )
    .replace(/^be ([a-z]+ing)\b/i, (_, verb: string) => baseOf(verb))
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.])/g, '$1')
    .replace(/,\s*\p{Lu}\p{L}+$/u, '')
    .replace(/[,;:\s–—-]+$/, '')
    .replace(/\s+(?:and|or|but|so|then|by|on|before|until|at|to|with|for|from|of)$/i, '')
    .trim()
  return task.charAt(0).toLowerCase() + task.slice(1)
}

function withoutDate(text: string, words: string): string {
  const at = text.toLowerCase().lastIndexOf(words.toLowerCase())
  if (at === -1) return text
  const before = text
    .slice(0, at)
    .replace(
      /[,\s]*(?:\b(?:by|in|on|until|before|like|say|let's say|let (?:me|us) say|i'd say|i think|so|maybe|probably|sometime|at)\b\s*)*$/i,
      '',
    )
  const after = text
    .slice(at + words.length)
    .replace(/^\s*(?:at the (?:very )?latest|or so|latest|your time|our time|first thing)\b/i, '')
  return `${before}${/^[,.]/.test(after) ? '' : ' '}${after.trimStart()}`.trim()
}

/** "sending" → "send", "setting" → "set", "sharing" → "share". */
export function baseOf(gerund: string): string {
  const stem = gerund.replace(/ing$/i, '')
  const candidates = [stem, `${stem}e`, /(.)\1$/.test(stem) ? stem.slice(0, -1) : stem]
  const known = candidates.find((verb) =>
    new RegExp(STRONG.source.replace('\\b)\\b', '\\b)'), 'i').test(`${verb} with you`),
  )
  return known ?? stem
}
