import type { Company } from './companies.ts'
import { isPerson } from './contents.ts'
import { idOf } from './ids.ts'
import type { GivenContent, GivenParty } from './state.ts'
import { spokenTurns, topicOf } from './transcripts.ts'
import type { Monologue, SimpleTurn } from './transcripts.ts'

/** A transcript as the control route takes it: Gong's own shape, or turns as people write them down. */
export type GivenTranscript = { monologues: Monologue[] } | { turns: SimpleTurn[] }

interface GivenCall {
  title?: string
  parties?: GivenParty[]
  durationS?: number
  scope?: string
  language?: string
}

/**
 * Makes a call's content from a transcript: finds out who spoke, makes guests of speakers nobody knows,
 * and puts the first of our people in as the host where none of ours is named.
 */
export function giveContent(company: Company, call: GivenCall, transcript: GivenTranscript): GivenContent {
  const language = call.language ?? 'eng'
  const parties = (call.parties ?? []).map((party) => asMember(company, party))
  const monologues =
    'monologues' in transcript
      ? joinMonologues(parties, transcript.monologues)
      : joinTurns(company, parties, transcript.turns, language)
  if (parties.every((party) => party.userId === null)) addHost(company, parties)
  const lastWordMs = Math.max(0, ...monologues.flatMap(({ sentences }) => sentences.map(({ end }) => end)))
  return {
    title: call.title ?? titleOf(parties),
    language,
    scope:
      call.scope ?? (parties.some((party) => party.affiliation !== 'Internal') ? 'External' : 'Internal'),
    durationS: call.durationS ?? Math.ceil(lastWordMs / 1000) + 2,
    parties,
    monologues,
  }
}

/** Fills in what the company knows of its own people. */
function asMember(company: Company, party: GivenParty): GivenParty {
  const user = company.people.find((person) => isPerson(person, party.name, party.email))
  if (!user)
    return { ...party, affiliation: party.affiliation ?? (party.userId === null ? 'External' : 'Internal') }
  return {
    ...party,
    email: party.email ?? user.email,
    title: party.title ?? user.title,
    affiliation: party.affiliation ?? 'Internal',
    userId: party.userId ?? company.userIdOf(user.key),
  }
}

function joinMonologues(parties: GivenParty[], monologues: Monologue[]): Monologue[] {
  const unknown = new Set(monologues.flatMap(({ speakerId }) => speakerId ?? []))
  for (const party of parties) if (party.speakerId !== null) unknown.delete(party.speakerId)
  let number = 0
  for (const speakerId of unknown) parties.push(guest(`Speaker ${(number += 1)}`, speakerId))
  return monologues
}

function joinTurns(
  company: Company,
  parties: GivenParty[],
  turns: SimpleTurn[],
  language: string,
): Monologue[] {
  const byName = new Map(parties.map((party) => [nameKey(party.name), party]))
  const speakerIdOf = (name: string): string => {
    let party = byName.get(nameKey(name))
    if (!party) {
      party = asMember(company, { ...guest(name, null), affiliation: null })
      byName.set(nameKey(name), party)
      parties.push(party)
    }
    // Unlike a party's id and a user's id, a speaker's id means something within one call only.
    return (party.speakerId ??= idOf('speaker', company.state.key, party.name, parties.indexOf(party)))
  }
  return spokenTurns(turns, language).map(({ speaker, sentences }) => ({
    speakerId: speakerIdOf(speaker),
    topic: topicOf(sentences.map((sentence) => sentence.text).join(' ')),
    sentences,
  }))
}

function nameKey(name: string): string {
  return name.trim().toLowerCase()
}

function guest(name: string, speakerId: string | null): GivenParty {
  return { name, email: null, title: null, affiliation: 'External', userId: null, speakerId, attended: true }
}

/** Gong records calls of its users: a call without any would belong to nobody. */
function addHost(company: Company, parties: GivenParty[]): void {
  const host = company.people.find((person) => person.key === 'rep') ?? company.people[0]
  if (!host) return
  parties.unshift({
    name: host.name,
    email: host.email,
    title: host.title,
    affiliation: 'Internal',
    userId: company.userIdOf(host.key),
    speakerId: null,
    attended: true,
  })
}

function titleOf(parties: GivenParty[]): string {
  const guests = parties.filter((party) => party.affiliation !== 'Internal').map((party) => party.name)
  return guests.length === 0 ? 'Internal call' : `Call with ${guests.slice(0, 3).join(', ')}`
}
