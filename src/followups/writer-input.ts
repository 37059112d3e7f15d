import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import { plannedOnce } from '../db/planned-once.ts'
import type { StoredParty } from '../ingest/details.ts'
import type { TranscriptColumns } from '../ingest/packed-transcript.ts'
import type { Person, StoredCall } from './writer.ts'

export interface CallToWrite {
  state: string
  transcriptHash: string
  /** The transcript that its follow-up was made from; null = it has none. */
  writtenFrom: string | null
  stored: StoredCall
}

/** The call that a follow-up is written for. */
export interface CallRef {
  workspaceId: string
  callId: string
}

/** All null where there is no such call, or no transcript. */
interface Row extends TranscriptColumns {
  state: string | null
  title: string | null
  startedAt: Date | null
  durationS: number | null
  language: string | null
  parties: StoredParty[]
  transcriptHash: string
  writtenFrom: string | null
  timeZone: string | null
}

/** A stored call as a writer sees it, or null when there is nothing to write from (yet, or any more). */
export async function readCallToWrite(call: CallRef, db: Db): Promise<CallToWrite | null> {
  const [read] = await readCallsToWrite([call], db)
  return read ?? null
}

/** The same for several calls of any workspaces, in their order. */
export async function readCallsToWrite(calls: CallRef[], db: Db): Promise<(CallToWrite | null)[]> {
  const workspaceIds = calls.map(({ workspaceId }) => workspaceId)
  const callIds = calls.map(({ callId }) => callId)
  // The limit keeps each call looked up by its key: joined freely, a plan made for small tables reads all of them.
  const { rows } = await sql<Row>`${plannedOnce}
    select found.*
    from unnest(${workspaceIds}::text[], ${callIds}::text[]) with ordinality as asked (workspace_id, call_id, place)
    left join lateral (
      select c.state, c.title, c.started_at as "startedAt", c.duration_s as "durationS", c.language, c.parties,
             t.packed, t.sentences, t.content_hash as "transcriptHash",
             (select settings ->> 'timeZone' from workspace where id = asked.workspace_id) as "timeZone",
             (select transcript_hash from follow_up where call_id = asked.call_id) as "writtenFrom"
      from call c join transcript t on t.call_id = c.id
      where c.workspace_id = asked.workspace_id and c.id = asked.call_id limit 1) as found on true
    order by place`.execute(db)
  return rows.map(toCallToWrite)
}

function toCallToWrite(row: Row): CallToWrite | null {
  const { state, transcriptHash, writtenFrom } = row
  if (state === null || state === 'erased' || state === 'skipped') return null
  return { state, transcriptHash, writtenFrom, stored: toStored(row) }
}

/** The newest version that a writer made; 0 = none. */
export async function newestWritten({ workspaceId, callId }: CallRef, db: Db): Promise<number> {
  const { rows } = await sql<{ newest: number | null }>`
    select max(v.version) as newest from follow_up f join follow_up_version v on v.follow_up_id = f.id
    where f.workspace_id = ${workspaceId} and f.call_id = ${callId} and v.made_by is null`.execute(db)
  return rows[0]?.newest ?? 0
}

function toStored(row: Row): StoredCall {
  return {
    call: {
      title: row.title,
      startedAt: (row.startedAt ?? new Date(0)).toISOString(),
      durationS: row.durationS,
      timeZone: row.timeZone ?? 'UTC',
      language: row.language,
    },
    people: peopleToWriteFor(row.parties).map(toPerson),
    transcript: { packed: row.packed, sentences: row.sentences },
  }
}

/** A webinar has a thousand guests: a mail greets at most a hundred, and a writer compares people with each other. */
const MOST_PEOPLE = 300

/** Those who spoke and our own people first, then who was there, then who was only invited; in their former order. */
function peopleToWriteFor(parties: StoredParty[]): StoredParty[] {
  if (parties.length <= MOST_PEOPLE) return parties
  const rank = (party: StoredParty): number =>
    party.speakerId !== null || party.isHost ? 0 : party.side === 'ours' ? 1 : party.attended ? 2 : 3
  const chosen = new Set(parties.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_PEOPLE))
  return parties.filter((party) => chosen.has(party))
}

function toPerson({ speakerId, name, email, title, side, attended, isHost }: StoredParty): Person {
  return { speakerId, name, email, title, side, attended, isHost }
}
