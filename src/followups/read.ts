import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '../db/db.ts'
import { notFound } from '../errors.ts'
import type { StoredParty } from '../ingest/details.ts'
import { isOldHistory } from '../ingest/calls/call-row.ts'
import { maySee, isOwn, type Reader } from '../ingest/calls/visibility.ts'
import type {
  FollowUp,
  FollowUpContent,
  FollowUpList,
  FollowUpStatus,
  FollowUpVersion,
  FollowUpWithVersions,
} from './follow-up-shapes.ts'
import { mailText } from './mail-text.ts'
import { suggestedRecipients } from './parties.ts'

interface Row {
  id: string
  callId: string
  version: number
  status: FollowUpStatus
  writer: string
  approvedVersion: number | null
  offeredVersion: number | null
  updatedAt: Date
  content: FollowUpContent
  parties: StoredParty[]
}

const columns = sql`
  f.id, f.call_id as "callId", f.version, f.status, f.approved_version as "approvedVersion",
  f.offered_version as "offeredVersion", f.updated_at as "updatedAt", v.content, c.parties,
  (select w.writer from follow_up_version w where w.follow_up_id = f.id and w.made_by is null
   order by w.version desc limit 1) as writer`

const tables = sql`
  follow_up f join call c on c.id = f.call_id
  join follow_up_version v on v.follow_up_id = f.id and v.version = f.version`

export async function readFollowUpOfCall(
  workspaceId: string,
  callId: string,
  db: Db,
): Promise<FollowUp | null> {
  const { rows } = await sql<Row>`
    select ${columns} from ${tables} where f.workspace_id = ${workspaceId} and f.call_id = ${callId}`.execute(
    db,
  )
  return rows[0] ? toFollowUp(rows[0]) : null
}

/** One follow-up of a call that the reader may see; any other is not found. */
export async function readFollowUp(reader: Reader, id: string, db: Db): Promise<FollowUp> {
  const { rows } = await sql<Row>`
    select ${columns} from ${tables}
    where f.workspace_id = ${reader.workspaceId} and f.id = ${id} and ${maySee(reader)}`.execute(db)
  if (!rows[0]) throw notFound('This follow-up')
  return toFollowUp(rows[0])
}

export async function readWithVersions(
  reader: Reader,
  id: string,
  db: Db,
): Promise<z.infer<typeof FollowUpWithVersions>> {
  const followUp = await readFollowUp(reader, id, db)
  const { rows } = await sql<{
    version: number
    madeBy: string
    byPerson: boolean
    createdAt: Date
    content: FollowUpContent
  }>`
    select v.version, coalesce(u.name, v.writer) as "madeBy", v.made_by is not null as "byPerson",
           v.created_at as "createdAt", v.content
    from follow_up_version v left join "user" u on u.id = v.made_by
    where v.workspace_id = ${reader.workspaceId} and v.follow_up_id = ${id} order by v.version desc`.execute(
    db,
  )
  const versions: z.infer<typeof FollowUpVersion>[] = rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
  }))
  return { ...followUp, versions }
}

interface SummaryRow {
  id: string
  callId: string
  callTitle: string | null
  company: string | null
  startedAt: Date | null
  host: string | null
  isMine: boolean
  version: number
  status: FollowUpStatus
  updatedAt: Date
  subject: string
  to: FollowUpContent['to']
  ours: number
  theirs: number
  unsupported: number
  sortAt: Date
}

/** The review queue: newest calls first. */
export async function listFollowUps(
  reader: Reader,
  query: { status?: FollowUpStatus | undefined; limit: number; cursor?: string | undefined },
  db: Db,
): Promise<z.infer<typeof FollowUpList>> {
  const isInQueue = query.status === 'draft' ? sql`not ${isOldHistory}` : sql`true`
  const status = query.status ? sql`f.status = ${query.status} and ${isInQueue}` : sql`true`
  const before = query.cursor ? sql`f.id < ${query.cursor}` : sql`true`
  const { rows } = await sql<SummaryRow>`
    select f.id, f.call_id as "callId", c.title as "callTitle", c.company, c.started_at as "startedAt",
           (select party ->> 'name' from jsonb_array_elements(c.parties) party where (party ->> 'isHost')::boolean limit 1) as host,
           ${isOwn(reader)} as "isMine", f.version, f.status, f.updated_at as "updatedAt",
           v.content ->> 'subject' as subject, v.content -> 'to' as "to",
           ${countOf('items', 'side', 'ours')} as ours, ${countOf('items', 'side', 'theirs')} as theirs,
           ${countOf('sentences', 'kind', 'unsupported')} as unsupported
    from ${tables}
    where f.workspace_id = ${reader.workspaceId} and ${maySee(reader)} and ${status} and ${before}
    order by f.id desc limit ${query.limit + 1}`.execute(db)
  const page = rows.slice(0, query.limit)
  return {
    items: page.map((row) => ({
      ...row,
      startedAt: row.startedAt?.toISOString() ?? null,
      updatedAt: row.updatedAt.toISOString(),
    })),
    nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null,
    toReview: await countToReview(reader, db),
  }
}

function countOf(list: 'items' | 'sentences', key: string, value: string) {
  return sql`(select count(*)::int from jsonb_array_elements(v.content -> ${list}) each where each ->> ${key} = ${value})`
}

async function countToReview(reader: Reader, db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from follow_up f join call c on c.id = f.call_id
    where f.workspace_id = ${reader.workspaceId} and f.status = 'draft' and not ${isOldHistory} and ${maySee(reader)}`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

function toFollowUp(row: Row): FollowUp {
  const { content, parties, updatedAt, ...rest } = row
  return {
    ...content,
    ...rest,
    updatedAt: updatedAt.toISOString(),
    mailText: mailText(content),
    suggestedRecipients: suggestedRecipients(parties),
  }
}
