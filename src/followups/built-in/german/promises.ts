import type { Person } from '../../writer.ts'
import { personNamed } from '../../parties.ts'
import { germanDates, germanDue } from '../../dates/german-dates.ts'
import { mailDate } from '../../dates/mail-date.ts'
import type { CallDay, SaidDate } from '../../dates/said-date.ts'
import { overlap } from '../found.ts'
import type { FoundPromise } from '../found.ts'
import type { Line } from '../talk.ts'
import type { GermanCall } from './find-german.ts'
import {
  GERMAN_IN_CALL,
  GERMAN_MAYBE,
  GERMAN_NO,
  GERMAN_UNDONE,
  GERMAN_YES,
  germanKeys,
  INFINITIVE,
  PREFIXES,
  VERBS,
} from './words.ts'

interface Deed {
  owner: Person | string | null
  side: 'ours' | 'theirs'
  /** Objects as they were said, without subject, verb and date. */
  objects: string
  infinitive: string
  speaker: Line
  lines: Line[]
}

/** Every promise of a German call. German says the future in the present tense: "Das schicke ich Ihnen bis Freitag." */
export function germanPromises(call: GermanCall): FoundPromise[] {
  const found: FoundPromise[] = []
  call.lines.forEach((line, at) => {
    if (line.isPrivate || line.isOrder || line.side === 'unknown') return
    if (GERMAN_UNDONE.test(line.text)) dropUndone(found, line)
    if (GERMAN_IN_CALL.test(line.text)) return
    for (const clause of clausesOf(line.text)) {
      const deed = stated(clause, line, at, call) ?? requested(clause, line, at, call)
      const promise = deed && toPromise(deed, clause, at, call)
      if (promise) add(found, promise)
    }
  })
  return found
}

const OPENERS =
  /^(?:(?:ja|gut|okay|ok|also|und|aber|so|na|ach|super|prima|gern|gerne|klar|genau|einverstanden)[,.]?\s+)+/i
const FIRST_PERSON = VERBS.map(({ ich }) => ich).join('|')

/** "Ich kläre das und melde mich" are two deeds of one person: the second part gets its subject back. */
function clausesOf(text: string): string[] {
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

function stated(clause: string, line: Line, at: number, call: GermanCall): Deed | null {
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
      words: new RegExp(`${escape(named[0])},?`),
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
function requested(clause: string, line: Line, at: number, call: GermanCall): Deed | null {
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

function toPromise(deed: Deed, clause: string, at: number, call: GermanCall): FoundPromise | null {
  const due = germanDue(clause, call.today) ?? null
  const next = call.lines[at + 1]
  let objects = deed.objects
  for (const { words } of germanDates(clause, call.today))
    objects = objects.replace(new RegExp(`,?\\s*${escape(words).replace(/\s+/g, '\\s+')}`, 'i'), ' ')
  objects = tidy(objects)
  const thing = /\b(?:das|es|ihn|sie|die)\b(?!\s+\p{Lu})/u.test(objects) ? thingBefore(call.lines, at) : null
  if (thing) objects = objects.replace(/\b(?:das|es|ihn|sie|die)\b(?!\s+\p{Lu})/u, thing.words)
  const said = inMailVoice(objects, deed)
  const keys = germanKeys(said)
  const handsOver =
    /^(?:schicken|senden|mailen|melden|klären|nachfragen|weiterleiten|geben|einladen|zuschicken|rausziehen)$/i.test(
      deed.infinitive,
    )
  if (keys.size === 0 && !due && !handsOver) return null
  if (!due && !handsOver && !/\b(?:Ihnen|uns|Sie)\b/.test(said)) return null
  const late =
    !due && next && next.said.speaker === deed.speaker.said.speaker && next.text.split(' ').length <= 5
      ? germanDue(next.text, call.today)
      : null
  const when = due ?? late
  const task = `${said} ${deed.infinitive}`.trim()
  return {
    lines: [...deed.lines, ...(late ? [next!] : []), ...(thing ? [thing.line] : [])],
    side: deed.side,
    owner: deed.owner,
    task,
    sentence: sentence(deed, said, when, call),
    due: when,
    keys: new Set([...keys, ...germanKeys(deed.infinitive)]),
  }
}

const PAPER =
  /(?:\b(der|die|das|den|dem|des|ein|eine|einen|einem)\s+)?(?<!\p{L})(\p{Lu}\p{L}*(?:konzept|vertrag|angebot|liste|unterlagen|dokument|datenblatt|datei|export|präsentation|protokoll|übersicht|rechnung|muster|zertifikat|bericht|entwurf|bestellungen)|Vertrag|Angebot|Liste|Unterlagen|Dokument|Datenblatt|Datei|Export|Präsentation|Protokoll|Übersicht|Muster|Zertifikat|Bericht|Entwurf|Bestellungen)(?!\p{L})/gu

/** What "das" stands for: the last paper or file that was named in the sentences just before. */
function thingBefore(lines: Line[], at: number): { words: string; line: Line } | null {
  for (let i = at - 1; i >= Math.max(0, at - 5); i--) {
    const line = lines[i]!
    const found = line.isPrivate || line.isOrder ? undefined : [...line.text.matchAll(PAPER)].at(-1)
    if (!found) continue
    const noun = found[2]!
    const article = /(?:konzept|angebot|dokument|blatt|protokoll|muster|zertifikat)$/i.test(noun)
      ? 'das'
      : /(?:vertrag|export|bericht|entwurf)$/i.test(noun)
        ? 'den'
        : 'die'
    return { words: `${article} ${noun}`, line }
  }
  return null
}

function tidy(objects: string): string {
  const parts = objects
    .replace(/[.!?]+\s*$/, '')
    .replace(
      /\b(?:dann|auch|noch|mal|gern|gerne|natürlich|einfach|eben|nachher|schon|bitte|ja|also|sofort|direkt|jetzt|nochmal|gleich|heute)\b/gi,
      ' ',
    )
    .replace(/\s+([,.])/g, '$1')
    .replace(/,\s*,/g, ',')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,]+|[\s,]+$/g, '')
  // What German puts in front of the verb comes back behind the persons: "Den Vertrag … Ihnen" → "Ihnen den Vertrag".
  const persons = /\b(?:Ihnen|uns|Sie|mir|mich|sich|euch)\b/.exec(parts)
  const moved =
    persons && persons.index > 0
      ? `${persons[0]} ${parts.slice(0, persons.index).trim()} ${parts.slice(persons.index + persons[0].length).trim()}`
      : parts
  return moved
    .replace(/\b(?:Das|Den|Die|Dem|Der|Es|Ein|Eine|Einen|Unser|Unsere|Unseren)\b/g, (word) =>
      word.toLowerCase(),
    )
    .replace(/\s+/g, ' ')
    .replace(/\s+,/g, ',')
    .replace(/[\s,]+$/, '')
    .trim()
}

function inMailVoice(text: string, { speaker, owner, side }: Deed): string {
  const self = speaker.person === owner
  const reflexive = text.replace(
    /\bmich\b/g,
    self && owner !== null && typeof owner !== 'string' && owner.isHost ? 'mich' : 'sich',
  )
  if (speaker.side === 'ours')
    return reflexive
      .replace(/\bmir\b/g, 'uns')
      .replace(/\bmein(e|en|em|er|es)?\b/g, (_, end = '') => `unser${end}`)
  return reflexive
    .replace(/\buns\b/g, '\ue000')
    .replace(/\bIhnen\b/g, 'uns')
    .replace(/\bSie\b/g, side === 'theirs' ? 'uns' : 'wir')
    .replace(/\bIhr(e|en|em|er|es)?\b/g, (_, end = '') => `unser${end}`)
    .replace(/\b(?:unser|mein)(e|en|em|er|es)?\b(?!\ue000)/g, (word, end = '') =>
      word.startsWith('mein') ? `Ihr${end}` : word,
    )
    .replaceAll('\ue000', 'Ihnen')
}

function sentence(
  { owner, side, infinitive }: Deed,
  objects: string,
  due: SaidDate | null,
  call: GermanCall,
): string {
  const host = owner !== null && typeof owner !== 'string' && owner.isHost
  const who = host
    ? 'Ich'
    : owner === null
      ? side === 'ours'
        ? 'Wir'
        : 'Sie'
      : typeof owner === 'string'
        ? owner
        : (owner.name ?? (side === 'ours' ? 'Wir' : 'Sie'))
  const verb = who === 'Ich' ? 'werde' : who === 'Wir' || who === 'Sie' ? 'werden' : 'wird'
  const persons = /^(?:(?:Ihnen|uns|mich|sich|Sie|es)\s+)+/.exec(`${objects} `)?.[0].trim() ?? ''
  const rest = objects.slice(persons.length).trim()
  return `${[who, verb, persons, dueInMail(due, call.today), rest, infinitive].filter(Boolean).join(' ')}.`.replace(
    / ,/g,
    ',',
  )
}

function dueInMail(due: SaidDate | null, today: CallDay): string {
  if (!due) return ''
  if (due.date)
    return `${/^(?:bis|spätestens|vor|innerhalb|binnen|ende|im laufe)/i.test(due.words) ? 'bis' : 'am'} ${mailDate(due.date, 'de', today.year)},`
  return due.weekOf ? `in der Woche ab ${mailDate(due.weekOf, 'de', today.year)},` : ''
}

function add(found: FoundPromise[], promise: FoundPromise): void {
  const twin = found.findIndex(
    (one) =>
      one.side === promise.side &&
      sameOwner(one, promise) &&
      (overlap(one.keys, promise.keys) >= 0.6 ||
        one.lines.some((line) => promise.lines.includes(line) && overlap(one.keys, promise.keys) > 0)),
  )
  if (twin === -1) found.push(promise)
  else {
    const earlier = found[twin]!
    const fuller = promise.due?.date || promise.keys.size > earlier.keys.size ? promise : earlier
    found[twin] = {
      ...fuller,
      due: fuller.due ?? earlier.due,
      lines: [...new Set([...earlier.lines, ...promise.lines])],
      keys: new Set([...earlier.keys, ...promise.keys]),
    }
  }
}

const sameOwner = (a: FoundPromise, b: FoundPromise): boolean =>
  a.owner === null || b.owner === null || a.owner === b.owner

function dropUndone(found: FoundPromise[], line: Line): void {
  const keys = germanKeys(line.text)
  const named = found.findLastIndex((promise) => overlap(promise.keys, keys) >= 0.5)
  const near = found.findLastIndex(
    (promise) => line.index - Math.max(...promise.lines.map((one) => one.index)) <= 4,
  )
  const gone = named === -1 ? near : named
  if (gone !== -1) found.splice(gone, 1)
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
