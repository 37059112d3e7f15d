import type { Person } from '../writer.ts'
import type { SaidDate } from '../dates/said-date.ts'
import type { Line } from './talk.ts'

/** What the rules of a language find in a call. Texts are already in the mail's voice: "we" is us, "you" the customer. */
export interface FoundPromise {
  /** Where it was said; further sentences (the request, a date said afterwards) follow. */
  lines: Line[]
  side: 'ours' | 'theirs'
  /** Who promised; null where only "we" was said. A role ("legal") or someone absent stands as it was said. */
  owner: Person | string | null
  /** What will be done, without owner and date, in the base form: "send you the security sheet". */
  task: string
  /** The whole sentence for the mail. */
  sentence: string
  due: SaidDate | null
  /** Only the talk around it tells what is meant ("I'll ask them"): listed for the rep, but no line of the mail. */
  isVague?: boolean
  /** Content words for telling whether two sentences speak of the same thing. */
  keys: Set<string>
}

export interface FoundPoint {
  lines: Line[]
  text: string
  /** How much it says about the call; higher comes first. */
  weight: number
}

export interface FoundQuestion {
  lines: Line[]
  text: string
  askedBy: 'ours' | 'theirs' | 'unknown'
}

export interface FoundMeeting {
  lines: Line[]
  text: string
  date: string | null
  time: string | null
  words: string | null
}

export interface Findings {
  recap: FoundPoint[]
  promises: FoundPromise[]
  questions: FoundQuestion[]
  decisions: FoundPoint[]
  meeting: FoundMeeting | null
  notes: FoundPoint[]
}

/** Shares of the smaller set found in the other: 1 = the same thing is spoken of. */
export function overlap(a: Set<string>, b: Set<string>): number {
  const smaller = Math.min(a.size, b.size)
  if (smaller === 0) return 0
  let same = 0
  for (const word of a) if (b.has(word)) same++
  return same / smaller
}
