import type { CallDay } from '../../dates/said-date.ts'
import type { Person } from '../../writer.ts'
import type { Line } from '../talk.ts'

/** A German call as its rules read it. */
export interface GermanCall {
  lines: Line[]
  people: Person[]
  today: CallDay
}
