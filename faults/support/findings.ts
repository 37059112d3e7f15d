/**
 * What must never be found after a round. `given up`: the call says why it has no follow-up, and a person may try again;
 * but nothing was wrong with the call, so it should have one.
 */
export type Offence =
  'lost' | 'given up' | 'duplicate' | 'half done' | 'pace' | 'answer' | 'ended' | 'not healed'

export interface Finding {
  offence: Offence
  what: string
}

/** One round: what was done to the product, and how it came out of it. */
export interface RoundReport {
  kind: string
  seed: number
  /** In words: what was done. */
  did: string
  /** Events that the product acknowledged. */
  acknowledged: number
  /** Attempts answered 503 with `Retry-After`. */
  turnedAway: number
  /** Attempts whose connection broke. */
  broken: number
  /** Requests that Gong refused because we had asked too often. */
  refused: number
  mostInAnySecond: number
  /** From the end of the fault until everything was at its end. */
  healedMs: number
  /** The longest that this program, through which the requests to Gong pass, was held up: it explains a crowd at Gong. */
  deafMs: number
  /** What was on its way still 20 s after the fault was over: no offence, but told. */
  slow: string[]
  findings: Finding[]
}
