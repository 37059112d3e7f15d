import type { CallScript, CompanyUser } from './company/company.ts'
import { idOf } from './ids.ts'
import type { ContentChange, GivenContent, GivenParty } from './state.ts'
import { monologuesOf } from './transcripts.ts'
import type { Monologue } from './transcripts.ts'

/** What was said on a call and by whom, ready for Gong's shapes. */
export interface CallContent {
  title: string
  kind: string | null
  customer: string | null
  language: string
  scope: string
  isPrivate: boolean
  durationS: number
  /** The host. Null where none of our people was there. */
  primaryUserId: string | null
  parties: Party[]
  /** Made when asked for: a list of calls needs no words. */
  monologues(): Monologue[]
}

export interface Party {
  id: string
  name: string | null
  email: string | null
  title: string | null
  affiliation: 'Internal' | 'External' | 'Unknown'
  userId: string | null
  /** Set for those who spoke. */
  speakerId: string | null
  attended: boolean
}

/** What is needed to turn names into ids. */
export interface Caster {
  companyKey: string
  people: readonly CompanyUser[]
  userIdOf(userKey: string): string
}

/** A written call, as this company holds it. */
export function contentOfScript(
  caster: Caster,
  callId: string,
  script: CallScript,
  change: ContentChange,
): CallContent {
  const cast = change.parties ? recast(script, change.parties, caster) : script
  const spoke = new Set(cast.turns.map((turn) => turn.speaker))
  const speakerIds = new Map([...spoke].map((name) => [name, idOf('speaker', callId, name)]))
  const speakerIdOf = (name: string) => speakerIds.get(name) ?? null
  const parties = cast.parties.map((party) => ({
    id: idOf('party', callId, party.name),
    name: party.name,
    email: party.email,
    title: party.title,
    affiliation: party.affiliation,
    userId:
      party.userKey === undefined
        ? userIdFor(caster, party.name, party.email)
        : caster.userIdOf(party.userKey),
    speakerId: speakerIdOf(party.name),
    attended: party.attended,
  }))
  const { durationS = cast.durationS, language = cast.language } = change
  // The same object where nothing differs: what was made of a script is kept by it.
  const spoken =
    durationS === cast.durationS && language === cast.language ? cast : { ...cast, durationS, language }
  const hostId = caster.userIdOf(script.hostKey)
  return {
    title: change.title ?? cast.title,
    kind: cast.kind,
    customer: cast.customer,
    language: spoken.language,
    scope: change.scope ?? cast.scope,
    isPrivate: change.isPrivate ?? cast.isPrivate,
    durationS: spoken.durationS,
    primaryUserId: parties.some((party) => party.userId === hostId) ? hostId : firstUserId(parties),
    parties,
    monologues: once(() => monologuesOf(spoken, speakerIdOf)),
  }
}

/** A call whose words came through the control route. */
export function contentOfGiven(
  caster: Caster,
  callId: string,
  given: GivenContent,
  change: ContentChange,
): CallContent {
  const spoke = new Set(given.monologues.map((monologue) => monologue.speakerId))
  const parties = given.parties.map((party, place) => ({
    id: idOf('party', callId, place),
    name: party.name,
    email: party.email,
    title: party.title,
    affiliation: party.affiliation ?? 'Unknown',
    userId: party.userId,
    speakerId: party.speakerId !== null && spoke.has(party.speakerId) ? party.speakerId : null,
    attended: party.attended,
  }))
  return {
    title: change.title ?? given.title,
    kind: null,
    customer: null,
    language: change.language ?? given.language,
    scope: change.scope ?? given.scope,
    isPrivate: change.isPrivate ?? false,
    durationS: change.durationS ?? given.durationS,
    primaryUserId: firstUserId(parties),
    parties,
    monologues: () => given.monologues,
  }
}

/** Lets other people play a written call: ours play ours, guests play guests, in the order given. */
function recast(script: CallScript, given: GivenParty[], caster: Caster): CallScript {
  const free = given.map((party) => ({
    name: party.name,
    email: party.email,
    title: party.title,
    affiliation: party.affiliation ?? 'External',
    attended: party.attended,
    ...userKeyFor(caster, party),
  }))
  const renamed = new Map<string, string>()
  const stayed = script.parties.filter((role) => {
    const actor = free.find(
      (party) => party.affiliation === role.affiliation && ![...renamed.values()].includes(party.name),
    )
    if (actor) renamed.set(role.name, actor.name)
    // A role that nobody plays is cut out of the cast only if it says nothing.
    return !actor && script.turns.some((turn) => turn.speaker === role.name)
  })
  return {
    ...script,
    parties: [...free, ...stayed],
    turns: script.turns.map((turn) => ({ ...turn, speaker: renamed.get(turn.speaker) ?? turn.speaker })),
  }
}

function userKeyFor(caster: Caster, party: GivenParty): { userKey?: string } {
  const user = caster.people.find((person) => isPerson(person, party.name, party.email))
  return user ? { userKey: user.key } : {}
}

/** The user id of one of the company's people, known by address or name. */
export function userIdFor(caster: Caster, name: string, email: string | null): string | null {
  const user = caster.people.find((person) => isPerson(person, name, email))
  return user ? caster.userIdOf(user.key) : null
}

/** Is this one of ours? The address decides; without one, the name. */
export function isPerson(person: CompanyUser, name: string, email: string | null): boolean {
  if (email === null) return person.name.toLowerCase() === name.trim().toLowerCase()
  const address = email.trim().toLowerCase()
  return [person.email, ...person.aliases].some((known) => known.toLowerCase() === address)
}

function firstUserId(parties: Party[]): string | null {
  return parties.find((party) => party.userId !== null)?.userId ?? null
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
