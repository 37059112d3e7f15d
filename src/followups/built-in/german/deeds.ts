import { personNamed } from '../../parties.ts'
import type { Person } from '../../writer.ts'
import type { Line } from '../talk.ts'
import type { GermanCall } from './german-call.ts'
import { escaped, GERMAN_MAYBE, GERMAN_NO, GERMAN_YES, INFINITIVE, PREFIXES, VERBS } from './words.ts'

/** Who does what, as a German clause says it. */
export interface Deed {
  owner: Person | string | null
  side: 'ours' | 'theirs'
  /** Objects as they were said, without subject, verb and date. */
  objects: string
  infinitive: string
  speaker: Line
  lines: Line[]
}

const OPENERS =
  /^(?:(?:ja|gut|okay|ok|also|und|aber|so|na|ach|super|prima|gern|gerne|klar|genau|einverstanden)[,.]?\s+)+/i
const FIRST_PERSON = VERBS.map(({ ich }) => ich).join('|')

/** "Ich kläre das und melde mich" are two deeds of one person: the second part gets its subject back. */
export function clausesOf(text: string): string[] {
  const split = new RegExp(
    `(?<=[.!?;])\\s+|,?\\s+(?:und|aber|sonst)\\s+(?=(?:ich|wir|dann|er|sie|frau|herr|${FIRST_PERSON})\\b)`,
    'i',
  )
  const subjectless = new RegExp(`^(?:${FIRST_PERSON})\\b(?!.*\\bich\\b)`, 'i')
  return text.split(split).map((part) => {
    const said = part.replace(OPENERS, '').trim()
    return subjectless.test(said) && /\bich\b/i.test(text) ? `ich ${said}` : said
  })
}

const FINITE = VERBS.flatMap(({ ich, er, wir }) => [ich, er, wir])
const PRESENT = new RegExp(`(?:^|\\s)(${FINITE.join('|')})(?=\\s|[,.?!]|$)`, 'i')
const WILL = /(?:^|\s)(werde|werden|wird|kann|können)(?=\s)/i

/** A deed said in so many words: "Ich schicke …", "Frau Weiss wird Ihnen …". */
export function stated(clause: string, line: Line, at: number, call: GermanCall): Deed | null {
  if (
    /\?\s*$/.test(clause) ||
    GERMAN_MAYBE.test(clause) ||
    /^(?:wenn|falls|weil|dass|ob|sonst)\b/i.test(clause)
  )
    return null
  const will = WILL.exec(clause)
  const infinitive = will && INFINITIVE.exec(clause.slice(will.index))?.[1]
  const present = will ? null : PRESENT.exec(clause)
  if (!infinitive && !present) return null
  const finite = (will ?? present)!
  const subject = subjectOf(clause, finite[1]!, line, call)
  if (!subject) return null
  if (finite[1]!.toLowerCase().startsWith('k') && declined(at, call.lines)) return null
  const verb = present
    ? VERBS.find(({ ich, er, wir }) => [ich, er, wir].includes(present[1]!.toLowerCase()))!
    : null
  const cut = withoutSubordinate(clause)
  const prefix = verb
    ? new RegExp(`\\s(${PREFIXES})(?:[.!,]|$)`, 'i').exec(cut.replace(/\s+dann([.!]?)$/, '$1'))?.[1]
    : undefined
  let objects = cut.replace(finite[1]!, ' ').replace(subject.words, ' ')
  if (infinitive) objects = objects.replace(infinitive, ' ')
  if (prefix) objects = objects.replace(new RegExp(`\\s${prefix}(?=[.!,]|$)`, 'i'), ' ')
  return {
    owner: subject.owner,
    side: subject.side,
    objects,
    infinitive: infinitive ?? `${prefix ?? ''}${verb!.wir}`,
    speaker: line,
    lines: [line],
  }
}

function subjectOf(
  clause: string,
  finite: string,
  line: Line,
  call: GermanCall,
): { owner: Person | string | null; side: 'ours' | 'theirs'; words: string | RegExp } | null {
  const side = line.side === 'ours' ? 'ours' : 'theirs'
  const third = VERBS.some(({ er }) => er === finite.toLowerCase()) || finite.toLowerCase() === 'wird'
  if (!third && /\bich\b/i.test(clause) && !/n$/i.test(finite))
    return { owner: line.person, side, words: /\bich\b/i }
  if (!third && /\bwir\b/i.test(clause) && /n$/i.test(finite)) return { owner: null, side, words: /\bwir\b/i }
  if (
    !third ||
    !/\b(?:Ihnen|uns)\b/.test(clause) ||
    !/^(?:schickt|sendet|mailt|meldet|gibt|klärt|leitet|ruft|schreibt|erstellt|wird)$/i.test(finite)
  )
    return null
  const named =
    /\b(?:(?:unsere?|meine?|Ihre?) [\p{L}-]+, )?((?:Frau|Herr) \p{Lu}[\p{L}-]+|(?!(?:Der|Die|Das|Ein|Eine|Und|Bei)\b)\p{Lu}\p{L}+ \p{Lu}\p{L}+)/u.exec(
      clause,
    )
  if (named) {
    const person = personNamed(named[1]!.replace(/^(?:Frau|Herr) /, ''), call.people)
    return {
      owner: person ?? named[1]!,
      side: person && person.side !== 'unknown' ? person.side : side,
      words: new RegExp(`${escaped(named[0])},?`),
    }
  }
  const role = /\b(unsere?|meine?|Ihre?) (\p{Lu}[\p{L}-]+)/u.exec(clause)
  if (!role || !clause.includes(role[0])) return null
  return {
    owner: role[2]!,
    side: role[1]!.startsWith('Ihr') ? (side === 'ours' ? 'theirs' : 'ours') : side,
    words: role[0],
  }
}

const ASK = /^(?:bitte )?(?:können|könnten|würden) sie (?:bitte |mir bitte |uns bitte )?(.+)\?$/i

/** "Können Sie uns die Liste schicken?" – "Ja, gern." */
export function requested(clause: string, line: Line, at: number, call: GermanCall): Deed | null {
  const ask = ASK.exec(clause)
  const infinitive = ask && INFINITIVE.exec(ask[1]!)?.[1]
  if (!ask || !infinitive) return null
  const reply = call.lines.slice(at + 1, at + 4).find((other) => other.said.speaker !== line.said.speaker)
  if (!reply || reply.side === 'unknown' || !GERMAN_YES.test(reply.text)) return null
  return {
    owner: reply.person,
    side: reply.side,
    objects: ask[1]!.replace(infinitive, ' '),
    infinitive,
    speaker: line,
    lines: [line, reply],
  }
}

const declined = (at: number, lines: Line[]): boolean => {
  const reply = lines.slice(at + 1, at + 4).find((other) => other.said.speaker !== lines[at]!.said.speaker)
  return reply !== undefined && GERMAN_NO.test(reply.text)
}

/** "…, zusammen mit den technischen Maßnahmen" stays, subordinate clauses and second thoughts go. */
const withoutSubordinate = (clause: string): string =>
  clause
    .replace(
      /,\s*(?:dass|weil|wenn|damit|falls|um den|um die|um das|die|der|das|also|sobald|oder|aber)\s.*$/i,
      '',
    )
    .replace(/,\s*(?:direkt|gleich) .*$/i, '')
