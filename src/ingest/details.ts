import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Tx } from '../db/db.ts'
import { gongDate } from '../gong/dates.ts'
import type { GongCallDetails, GongParty } from '../gong/schemas.ts'
import type { CallReason } from './call-shapes.ts'
import { erasePrivate } from './calls/erase.ts'
import { lockOpenCalls } from './lock-calls.ts'
import { wordsOf } from './search-words.ts'

/** A person on a call as it is stored: everything the reader, the writer and the visibility rule need. */
export interface StoredParty {
  speakerId: string | null
  gongUserId: string | null
  name: string | null
  email: string | null
  title: string | null
  company: string | null
  side: 'ours' | 'theirs' | 'unknown'
  attended: boolean
  isHost: boolean
}

/**
 * Writes calls' details to their rows and decides what is next for each: its transcript, or none (private calls are
 * never asked for theirs; a rule of the workspace may leave a call out). One statement for a page of 100: they arrive
 * three times a second while history is read, and a statement for each costs ten times as much.
 */
export async function applyDetails(
  tx: Tx,
  clock: Clock,
  connection: { id: string; workspaceId: string },
  items: { callId: string; details: GongCallDetails }[],
): Promise<void> {
  if (items.length === 0) return
  const open = await lockOpenCalls(
    tx,
    connection.workspaceId,
    items.map((item) => item.callId),
  )
  const kept = items.filter((item) => open.has(item.callId))
  if (kept.length === 0) return
  const now = clock.now()
  await sql`
    update call set
      title = d.title, url = d.url, started_at = d.started_at, duration_s = d.duration_s, direction = d.direction,
      scope = d.scope, language = d.language, is_private = d.is_private, gong_workspace_id = d.gong_workspace_id,
      host_gong_user_id = d.host_gong_user_id, company = d.company, parties = d.parties,
      gong_user_ids = d.gong_user_ids, our_emails = d.our_emails, search = array_to_tsvector(d.words),
      details_at = coalesce(details_at, ${now}), updated_at = ${now},
      waits_for = 'transcript', asks = 0, last_problem = null,
      state = case
        when d.skip = 'private' then 'skipped'
        when call.state in ('drafted', 'fetched') then call.state
        when d.skip is not null and not call.forced then 'skipped'
        else 'expected' end,
      reason = case
        when d.skip = 'private' then 'private'
        when call.state in ('drafted', 'fetched') then call.reason
        when d.skip is not null and not call.forced then d.skip
        else null end,
      due_at = case
        when d.skip = 'private' then null
        when d.skip is not null and not call.forced and call.state not in ('drafted', 'fetched') then null
        else ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(kept.map(toRow))}::jsonb) as d (
      id text, title text, url text, started_at timestamptz, duration_s integer, direction text, scope text, language text,
      is_private boolean, gong_workspace_id text, host_gong_user_id text, company text, parties jsonb, gong_user_ids text[],
      our_emails text[], words text[], skip text)
    where call.workspace_id = ${connection.workspaceId} and call.id = d.id`.execute(tx)
  // A call that was read before it became private: what we have of it goes, at once.
  await erasePrivate(
    tx,
    clock,
    connection,
    kept.map((item) => item.details.metaData),
  )
}

/** A call's details as its columns, named as they are. */
function toRow({ callId, details }: { callId: string; details: GongCallDetails }) {
  const { metaData } = details
  const parties = readParties(details)
  const company = customerOf(parties)
  const names = parties.flatMap((party) => [party.name, party.email, party.company])
  const ours = parties.filter((party) => party.side === 'ours')
  return {
    id: callId,
    title: metaData.title,
    url: safeUrl(metaData.url),
    started_at: gongDate(metaData.started ?? metaData.scheduled),
    duration_s: metaData.duration === null ? null : Math.round(metaData.duration),
    direction: metaData.direction,
    scope: metaData.scope,
    language: metaData.language,
    is_private: metaData.isPrivate ?? false,
    gong_workspace_id: metaData.workspaceId,
    host_gong_user_id: metaData.primaryUserId,
    company,
    parties,
    gong_user_ids: ours.flatMap((party) => party.gongUserId ?? []),
    our_emails: ours.flatMap((party) => party.email?.toLowerCase() ?? []),
    words: wordsOf([metaData.title, company, ...names].filter(Boolean).join(' ')),
    skip: whySkipped(details, parties),
  }
}

/** Why a rule says that this call gets no follow-up; null = it gets one. */
function whySkipped(details: GongCallDetails, parties: StoredParty[]): CallReason | null {
  if (details.metaData.isPrivate) return 'private'
  const guests = parties.filter((party) => party.side !== 'ours')
  if (parties.length > 0 && guests.length === 0) return 'internal_only'
  if (details.metaData.scope === 'Internal' && !guests.some((party) => party.side === 'theirs'))
    return 'internal_only'
  return null
}

function readParties({ metaData, parties }: GongCallDetails): StoredParty[] {
  const ourDomains = new Set(parties.filter(isOurs).flatMap((party) => domainOf(party.emailAddress) ?? []))
  return parties.map((party) => ({
    speakerId: party.speakerId,
    gongUserId: party.userId,
    name: party.name,
    email: party.emailAddress,
    title: party.title,
    company: companyName(domainOf(party.emailAddress)),
    side: sideOf(party, ourDomains),
    // Without a list of methods, somebody who spoke was there.
    attended: party.methods.includes('Attendee') || party.methods.length === 0 || party.speakerId !== null,
    isHost: party.userId !== null && party.userId === metaData.primaryUserId,
  }))
}

function isOurs(party: GongParty): boolean {
  return party.affiliation === 'Internal' || (party.affiliation !== 'External' && party.userId !== null)
}

function sideOf(party: GongParty, ourDomains: Set<string>): StoredParty['side'] {
  if (isOurs(party)) return 'ours'
  if (party.affiliation === 'External') return 'theirs'
  const domain = domainOf(party.emailAddress)
  if (domain === null) return 'unknown'
  return ourDomains.has(domain) ? 'ours' : 'theirs'
}

/** The customer: the company that most of the guests belong to. */
function customerOf(parties: StoredParty[]): string | null {
  const counts = new Map<string, number>()
  for (const party of parties)
    if (party.side === 'theirs' && party.company)
      counts.set(party.company, (counts.get(party.company) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

const MAILBOX_DOMAINS = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
  'icloud.com',
  'gmx.de',
  'web.de',
  'proton.me',
])
/** Second-level labels under which companies register, as in `acme.co.uk`. */
const SHARED_LABELS = new Set(['co', 'com', 'ac', 'gov', 'org', 'net', 'or', 'ne'])

/** `northwind.example` → `Northwind`; null for mailbox providers, whose customers are no company. */
function companyName(domain: string | null): string | null {
  if (domain === null || MAILBOX_DOMAINS.has(domain)) return null
  const labels = domain.split('.')
  const ending = labels.length > 2 && SHARED_LABELS.has(labels.at(-2)!) ? 2 : 1
  const name = labels.at(-ending - 1)
  if (!name) return null
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}

function domainOf(email: string | null): string | null {
  return email?.split('@')[1]?.trim().toLowerCase() || null
}

/** A link that pages may show: https, or http on this machine (the simulator). */
function safeUrl(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null
  const url = new URL(text)
  const isLocal = url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname)
  return url.protocol === 'https:' || isLocal ? url.href : null
}
