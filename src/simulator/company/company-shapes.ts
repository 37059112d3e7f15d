/** Somebody on a call, as Gong would list them. */
export interface ScriptParty {
  name: string
  email: string | null
  title: string | null
  affiliation: 'Internal' | 'External' | 'Unknown'
  /** false = invited only, never came. */
  attended: boolean
  /** Our own people: which `CompanyUser`. */
  userKey?: string
  company?: string
}

export interface ScriptTurn {
  /** A party's name. */
  speaker: string
  text: string
  /** Silence before the turn, in seconds, beyond the ordinary gap between speakers. */
  pauseBeforeS?: number
}

/** A call that the simulated company can have. Dates in its words are relative to the day it is held. */
export interface CallScript {
  key: string
  title: string
  kind: string
  /** ISO 639-2B, as Gong names languages: `eng`, `ger`, `jpn`. */
  language: string
  scope: 'External' | 'Internal' | 'Unknown'
  isPrivate: boolean
  durationS: number
  customer: string | null
  parties: ScriptParty[]
  hostKey: string
  /** How long after the call's end Gong lists it, in minutes, beyond the ordinary. 0 = at once. */
  lateMinutes: number
  turns: ScriptTurn[]
}

/** One of the simulated company's own people, a user of Gong. */
export interface CompanyUser {
  key: string
  name: string
  email: string
  title: string
  managerKey: string | null
  aliases: string[]
  active: boolean
}
