import { personNamed } from '../../parties.ts'
import type { Line } from '../talk.ts'
import type { Actor, EnglishCall } from './candidate.ts'
import { ROLE } from './words.ts'

const NOT_A_NAME =
  /^(?:\w+'(?:d|m|ll|ve|re|s)|i|we|you|he|she|they|one|two|it|this|that|there|what|which|who|everything|everyone|nobody|nothing|something|these|those|users?|people|customers?|so|and|but|the|a|an|here|then|sso|api|data|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|if|when|once|how|where|why|q[1-4]|slack|salesforce|microsoft|google|teams|zoom|gong|hubspot|sap|aws|azure|okta|jira|excel|outlook|gmail|ai)$/i

/** A person or role other than the two who talk: "legal", "Priya", "she" after "I'll ask Priya". */
export function actorNamed(said: string, line: Line, at: number, call: EnglishCall): Actor | null {
  const side = line.side === 'ours' ? 'ours' : 'theirs'
  const words = said.replace(/\s+/g, ' ').trim()
  if (/^(?:he|she|they)$/i.test(words)) return pronounActor(line, at, call)
  if (/^someone/i.test(words)) return { kind: 'other', owner: null, side }
  const role = new RegExp(`^${ROLE}$`, 'i').exec(words)
  if (role) {
    const yours = /^your\b/i.test(words)
    const owner = words.replace(/^(?:our|my|your|the|their) /i, '')
    return { kind: 'other', owner, side: yours ? (side === 'ours' ? 'theirs' : 'ours') : side }
  }
  const name = /(?:^(?:my|our|your) [\w ]+? )?([A-Z][\w'-]+(?: [A-Z][\w'-]+)*)/.exec(words)?.[1]
  if (!name || NOT_A_NAME.test(name)) return null
  const person = personNamed(name, call.people, side) ?? personNamed(name, call.people)
  if (person && person.side !== 'unknown') return { kind: 'other', owner: person, side: person.side }
  const known =
    person !== null ||
    call.lines.some((other) => other !== line && new RegExp(`\\b${name}\\b`).test(other.text)) ||
    /^(?:my|our|your)\b/i.test(words) ||
    / from /.test(words)
  // A capital letter at a sentence's start makes no name: it must be said elsewhere too, or be introduced.
  return known
    ? {
        kind: 'other',
        owner: name,
        side: /^your\b/i.test(words) ? (side === 'ours' ? 'theirs' : 'ours') : side,
      }
    : null
}

function pronounActor(line: Line, at: number, call: EnglishCall): Actor | null {
  for (let i = at; i >= Math.max(0, at - 3); i--) {
    const before = call.lines[i]!
    if (before.side !== line.side && i !== at) continue
    const text = i === at ? before.text.split(/\b(?:he|she|they)\b/i)[0]! : before.text
    const words = text.replace(/,\s*[A-Z][a-z]+\s*[.?!]*$/, '')
    const names = [...words.matchAll(new RegExp(`${ROLE}\\b|\\b[A-Z][a-z]+\\b`, 'g'))]
      .map(([word]) => word)
      .toReversed()
    const asked = names.filter((word) =>
      new RegExp(`\\b(?:ask|with|from|to|colleague|called|have|tell) ${word}\\b`).test(words),
    )
    for (const word of [...asked, ...names]) {
      const isRole = new RegExp(`^${ROLE}$`, 'i').test(word)
      if (!isRole && !asked.includes(word) && !personNamed(word, call.people)) continue
      const actor = actorNamed(word, line, at, call)
      if (actor && actor.side === line.side) return { ...actor, namedIn: before }
    }
  }
  return null
}
