import type { CallSummary } from '../api/types.ts'

/** "Ada, Ben → 3 guests", "internal", "Cleo": who of us met how many of theirs. */
export function peopleOf(call: Pick<CallSummary, 'parties' | 'host'>): string {
  const here = call.parties.filter((party) => party.attended)
  const parties = here.length > 0 ? here : call.parties
  const ours = parties
    .filter((party) => party.side === 'ours')
    .map((party) => firstName(party.name ?? party.email))
  const guests = parties.filter((party) => party.side !== 'ours')
  const us = ours.length > 2 ? `${ours[0]} +${ours.length - 1}` : ours.join(', ')
  const whoOfUs = us || (call.host ? firstName(call.host) : '')
  if (parties.length === 0) return whoOfUs
  if (guests.length === 0) return ours.length > 1 ? `${us} · internal` : us
  const [only] = guests
  const them =
    guests.length === 1 && only?.name
      ? firstName(only.name)
      : `${guests.length} ${guests.length === 1 ? 'guest' : 'guests'}`
  return whoOfUs ? `${whoOfUs} → ${them}` : them
}

function firstName(name: string | null): string {
  return name?.split(/[\s@]/)[0] ?? 'Someone'
}
