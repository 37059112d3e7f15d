import type { Line } from '../talk.ts'

/** Papers and files only: these are what people mean by "I'll send it". */
const PAPER =
  'decks?|slides|presentations?|reports?|guides?|quotes?|quotations?|proposals?|offers?|contracts?|spreadsheets?|data sheets?|sheets?|documents?|lists?|templates?|recordings?|summary|summaries|agreements?|ndas?|dpas?|sows?|order forms?|invoices?|case stud(?:y|ies)|questionnaires?|(?:project|roll-?out|test|training) plans?|roadmaps?|certificates?|white ?papers?|overviews?|breakdowns?|calculations?|exports?|files?|addend(?:um|a)|drafts?|letters?|screenshots?|checklists?|polic(?:y|ies)|examples?|samples?|copy|wording|protocols?|statements?|diagrams?|specs?|excels?|forms?'
const THING = new RegExp(
  `\\b(?:the|an?|our|your|that|this|some|those|these|my|another) (?:(?!(?:one|two|of|in|on|for|to|and|is|was|with|from|it|at|by)\\b)[\\w'-]+ ){0,2}?(?:${PAPER})\\b(?! (?:system|says|is|was|process|file))(?: (?:for|of|on|about) (?:the |our |your )?(?!wh)[\\w-]{3,}(?: [a-z-]+s(?=[,.]))?)?`,
  'gi',
)

/**
 * What "it" or "that" stands for: the last thing to be handed over that was named shortly before.
 * @returns null when nothing fits: better a pronoun than a wrong thing
 */
function thingBefore(
  lines: Line[],
  at: number,
  { speaker, reach }: { speaker: Line; reach: number },
): { words: string; line: Line } | null {
  for (let i = at; i >= Math.max(0, at - reach); i--) {
    const line = lines[i]!
    if (line.isPrivate || line.isOrder) continue
    // Further back only the speaker's own words still are what they mean by "it".
    if (at - i > 5 && line.said.speaker !== speaker.said.speaker) continue
    // What the other side said it would send is theirs to send.
    if (line.side !== speaker.side && /\b(?:I|we)(?:'ll| will)\b/i.test(line.text)) continue
    const found = [...line.text.matchAll(THING)]
      .map((match) => match[0])
      .filter((words) => !/^(?:that|this) (?:is|was|would|will|one)\b/i.test(words))
    const last = found.at(-1)
    if (last) return { words: last.replace(/^(?:the|that|this|an?|any|some|another|my)\s/i, 'the '), line }
  }
  return null
}

const PRONOUN =
  /^((?:re)?send|share|forward|email|mail|get|provide|prepare|draft|circulate|upload|submit|sign|return|complete|review|update|schedule|book|arrange|confirm|drop|pass|bring|go through|look through)( you| us)? (it|them|(?:that|this|those|these)(?=\s*$|\s+(?:over|by|on|to|in|with|across|back|and|as|for)\b))\b(?! (?:round|around)\b)/i

/** Replaces an object that only the talk before explains: "send it over" → "send the proposal over". */
export function withThing(
  task: string,
  lines: Line[],
  at: number,
  speaker: Line,
): { task: string; line: Line | null } {
  const pronoun = PRONOUN.exec(task)?.[3]
  if (!pronoun) return { task, line: null }
  // "That" points at what was just said, and often at no thing at all; "it" stays with a thing for a while.
  const before = thingBefore(lines, at, { speaker, reach: /^(?:it|them)$/i.test(pronoun) ? 9 : 2 })
  if (!before) return { task, line: null }
  return {
    task: task.replace(PRONOUN, (_, verb: string, who = '') => `${verb}${who} ${before.words}`),
    line: before.line,
  }
}
