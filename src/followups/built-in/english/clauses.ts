import { withoutOpeners } from './clean-english.ts'

/** A part of a sentence with its own subject: "I'll send the deck | and Maya will send the list". */
export interface Clause {
  text: string
  /** What stood before it in the sentence. */
  before: string
}

const NEW_SUBJECT =
  /(?:,|;|\s[–—-]|\.)?\s+(?:(?:and|but|so|then|plus|also|while|or)\s+)+(?=(?:then |also |after that |in the meantime |meanwhile )?(?:I|we|you|he|she|they|legal|finance|procurement|[A-Z][a-z]+|(?:our|my|your|the) (?:\w+ ){1,3}?)(?:'ll| will| can| could|'re going| are going|'m going| is going| need| have to| has to| won't|'m| am)\b)|[,;]\s+(?=(?:then |also )?(?:I|we|you|he|she|they|[A-Z][a-z]+)(?:'ll| will|'re going| are going|'m going| is going| can)\b)|[,;]\s+(?:and |but |so )?(?=(?:can|could|would|will) you\b)/g

/** Splits where somebody new begins to act. Openers ("Great, so …") are dropped. */
export function clausesOf(sentence: string): Clause[] {
  const clauses: Clause[] = []
  let from = 0
  const push = (to: number): void => {
    const text = withoutOpeners(sentence.slice(from, to).trim())
    if (text) clauses.push({ text, before: sentence.slice(0, from) })
  }
  for (const split of sentence.matchAll(NEW_SUBJECT)) {
    push(split.index)
    from = split.index + split[0].length
  }
  push(sentence.length)
  return clauses
}
