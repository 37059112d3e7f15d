import type { CallScript, ScriptParty, ScriptTurn } from './company-shapes.ts'
import { OUR_COMPANY } from './people.ts'

/** One of ours. Name, address and title are filled in by `scriptsFor`, because one of us may be the set-up person. */
export function us(userKey: string): ScriptParty {
  return {
    name: `{${userKey}}`,
    email: null,
    title: null,
    affiliation: 'Internal',
    attended: true,
    userKey,
    company: OUR_COMPANY,
  }
}

/** One company's people: `const northwind = at('Northwind Grocers', 'northwind.example')`. */
export function at(company: string, domain: string) {
  return (name: string, mailbox: string | null, title: string | null): ScriptParty => ({
    name,
    email: mailbox === null ? null : `${mailbox}@${domain}`,
    title,
    affiliation: 'External',
    attended: true,
    company,
  })
}

/** Was invited and never came. */
export function absent(party: ScriptParty): ScriptParty {
  return { ...party, attended: false }
}

export interface Play extends Omit<CallScript, 'parties' | 'turns' | 'isPrivate' | 'lateMinutes' | 'scope'> {
  cast: Record<string, ScriptParty>
  talk: string
  scope?: CallScript['scope']
  isPrivate?: boolean
  lateMinutes?: number
}

/**
 * A call written as a play: one line a turn, `who: words`, where `who` is a key of the cast. `[45]` is 45 seconds
 * of silence, before a line or between its sentences. Throws on a line that nobody says.
 */
export function callScript({ cast, talk, ...facts }: Play): CallScript {
  return {
    scope: 'External',
    isPrivate: false,
    lateMinutes: 0,
    ...facts,
    parties: Object.values(cast),
    turns: talk
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .flatMap((line) => turnsOf(line, cast, facts.key)),
  }
}

function turnsOf(line: string, cast: Record<string, ScriptParty>, callKey: string): ScriptTurn[] {
  const [, before, who, words] = /^(?:\[(\d+)\] )?([a-zA-Z]\w*): (.+)$/u.exec(line) ?? []
  const party = who === undefined ? undefined : cast[who]
  if (!party || words === undefined) throw new Error(`call ${callKey} has a line that nobody says: ${line}`)
  // Words stand at even places, the silences between them at odd ones.
  const pieces = words.split(/ \[(\d+)\] /u)
  const turns: ScriptTurn[] = []
  for (let index = 0; index < pieces.length; index += 2) {
    const pause = index === 0 ? before : pieces[index - 1]
    const turn: ScriptTurn = { speaker: party.name, text: pieces[index]! }
    if (pause !== undefined) turn.pauseBeforeS = Number(pause)
    turns.push(turn)
  }
  return turns
}
