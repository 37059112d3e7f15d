import type { Recipient } from './follow-up-shapes.ts'
import type { Person, WriterInput } from './writer.ts'

/** Rooms, recorders and robots that calendars and meeting tools list among the people. */
const NOT_A_PERSON_NAME =
  /\b(?:note ?taker|notetaking|recorder|recording bot|bot|assistant bot|otter(?:\.ai)?|fireflies(?:\.ai)?|fred from fireflies|read\.ai|fathom|tl;?dv|avoma|gong|chorus|grain|meetgeek|sembly|conference room|meeting room|board ?room|huddle room|room \d+|raum|besprechungsraum|konferenzraum|会議室|zoom room|teams room|polycom|iphone|ipad|dial-?in)\b|会議室/i
const NOT_A_PERSON_MAIL =
  /^(?:no-?reply|do-?not-?reply|notifications?|calendar|bot|notetaker|recorder|room|meet|fred)[@+.-]|@(?:resource\.calendar\.google\.com|group\.calendar\.google\.com|fireflies\.ai|otter\.ai|fathom\.video|tldv\.io|read\.ai|avoma\.com|gong\.io|assistant\.gong\.io|chorus\.ai|grain\.com|meetgeek\.ai)$|\.resource@/i

/** False for rooms, note takers and mailboxes that nobody reads. */
export function isHuman(person: Pick<Person, 'name' | 'email'>): boolean {
  if (person.email && NOT_A_PERSON_MAIL.test(person.email)) return false
  return !(person.name && NOT_A_PERSON_NAME.test(person.name))
}

/** Who the mail goes to: external people who attended and have an address. */
export function recipients(people: Person[]): Recipient[] {
  return addressed(people, (person) => person.side === 'theirs' && person.attended)
}

/** Who could be added: external people who were invited but did not come, and guests whose side is unknown. */
export function suggestedRecipients(people: Person[]): Recipient[] {
  const taken = new Set(recipients(people).map((one) => one.email.toLowerCase()))
  const ours = ourDomains(people)
  const others = addressed(people, (person) => {
    const domain = domainOf(person.email)
    return person.side === 'theirs' || (person.side === 'unknown' && domain !== null && !ours.has(domain))
  })
  return others.filter((one) => !taken.has(one.email.toLowerCase()))
}

function addressed(people: Person[], wanted: (person: Person) => boolean): Recipient[] {
  const byEmail = new Map<string, Recipient>()
  for (const person of people) {
    if (!wanted(person) || !person.email || !isHuman(person) || !isAddress(person.email)) continue
    const key = person.email.toLowerCase()
    if (!byEmail.has(key)) byEmail.set(key, { name: person.name, email: person.email })
  }
  return [...byEmail.values()].slice(0, 100)
}

const isAddress = (email: string): boolean =>
  /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/.test(email) && email.length <= 320

const domainOf = (email: string | null): string | null => email?.split('@')[1]?.toLowerCase() ?? null

/** Does the address belong to a domain that our own people use? */
export function isOurDomain(person: Pick<Person, 'email'>, people: Person[]): boolean {
  const domain = domainOf(person.email)
  return domain !== null && people.some((other) => other.side === 'ours' && domainOf(other.email) === domain)
}

/** Gathered once for all people: a webinar has thousands, and each compared with each takes seconds. */
function ourDomains(people: Person[]): Set<string> {
  return new Set(people.flatMap((person) => (person.side === 'ours' ? (domainOf(person.email) ?? []) : [])))
}

export const hostOf = (people: Person[]): Person | null =>
  people.find((person) => person.isHost) ??
  people.find((person) => person.side === 'ours' && person.speakerId !== null) ??
  null

const TITLE = /^(?:dr|prof|mr|mrs|ms|herr|frau|hon)\.?$/i

/** "Maya Lindqvist" → "Maya"; Japanese and other names without spaces stay whole. */
export function firstName(name: string): string {
  const plain = name.replace(/\(.*?\)|\[.*?\]/g, ' ').trim()
  if (/^[^,]+,\s*\S/.test(plain)) return firstName(plain.split(',')[1]!.trim())
  const words = plain.split(/\s+/).filter((word) => !TITLE.test(word))
  return words[0] ?? name
}

/** "Herr Weber" needs the family name. Null where only one name is known. */
export function familyName(name: string): string | null {
  const plain = name.replace(/\(.*?\)|\[.*?\]/g, ' ').trim()
  if (/^[^,]+,\s*\S/.test(plain)) return plain.split(',')[0]!.trim()
  const words = plain.split(/\s+/).filter((word) => !TITLE.test(word))
  return words.length > 1 ? words.slice(1).join(' ') : null
}

/** How a person is called in the mail: by first name, in full where two people share it. */
export function callName(person: Person, people: Person[]): string | null {
  if (!person.name) return null
  const first = firstName(person.name)
  const same = people.filter(
    (other) => other.name && firstName(other.name).toLowerCase() === first.toLowerCase(),
  )
  return new Set(same.map((other) => other.name!.toLowerCase())).size > 1 ? person.name : first
}

/** The person meant by a name said on the call; null where nobody, or more than one, fits. */
export function personNamed(said: string, people: Person[], side?: Person['side']): Person | null {
  const wanted = said
    .toLowerCase()
    .replace(/(?:さん|様|氏|'s)$/u, '')
    .trim()
  const fits = people.filter((person) => {
    if (!person.name || (side && person.side !== side) || !isHuman(person)) return false
    const name = person.name.toLowerCase()
    return (
      name === wanted ||
      firstName(name) === wanted ||
      familyName(name) === wanted ||
      (/[\u0250-\uffff]/.test(wanted) && wanted.length >= 2 && name.startsWith(wanted))
    )
  })
  const distinct = new Map(fits.map((person) => [person.name!.toLowerCase() + (person.email ?? ''), person]))
  return distinct.size === 1 ? [...distinct.values()][0]! : null
}

/** Every spelling of a party's name that the mail may use. */
export function namesOfParties(input: Pick<WriterInput, 'people'>): Set<string> {
  const names = new Set<string>()
  for (const { name } of input.people) {
    if (!name) continue
    for (const part of [name, firstName(name), familyName(name), ...name.split(/[\s,()]+/)]) {
      if (part) names.add(part.toLowerCase())
    }
  }
  return names
}
