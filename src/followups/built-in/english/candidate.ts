import type { Person } from '../../writer.ts'
import type { CallDay } from '../../dates/said-date.ts'
import type { Line } from '../talk.ts'

export interface EnglishCall {
  lines: Line[]
  people: Person[]
  today: CallDay
}

/** Who acts in a clause, as it was said. */
export interface Actor {
  kind: 'speaker' | 'group' | 'other'
  owner: Person | string | null
  side: 'ours' | 'theirs'
  /** Where the name was said, if not in the promise itself: "I'll ask Kwame." "He'll write to you." */
  namedIn?: Line
}

export interface Candidate {
  actor: Actor
  /** The words after "will", or after "can you". */
  rest: string
  lines: Line[]
  /** The person whose mouth the words came from: decides what "you" and "my" mean. */
  speaker: Line
  score: number
}
