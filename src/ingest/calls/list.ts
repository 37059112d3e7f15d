import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../db/db.ts'
import { AppError } from '../../errors.ts'
import type { CallList, CallListQuery } from '../call-shapes.ts'
import { searchTerms } from '../search-words.ts'
import { callColumns, callTables, isHeld, isOldHistory, sortAt, toSummary, type CallRow } from './call-row.ts'
import { isOwn, maySee, type Reader } from './visibility.ts'

/** The calls that this reader may see, newest first, a page at a time. */
export async function listCalls(reader: Reader, query: CallListQuery, db: Db): Promise<CallList> {
  const conditions = [
    sql<boolean>`c.workspace_id = ${reader.workspaceId}`,
    maySee(reader),
    ...filters(reader, query),
  ]
  const { rows } = await sql<CallRow>`
    select ${callColumns(reader)} from ${callTables}
    where ${sql.join(conditions, sql` and `)}
    order by ${sortAt} desc, c.id desc
    limit ${query.limit + 1}`.execute(db)
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    items: page.map((row) => toSummary(row, reader)),
    nextCursor: last ? writeCursor(last) : null,
    ...(await listTimes(reader.workspaceId, db)),
  }
}

function filters(reader: Reader, query: CallListQuery): RawBuilder<boolean>[] {
  const found: RawBuilder<boolean>[] = []
  if (query.state) found.push(inState(query.state))
  if (query.q) found.push(matches(reader.workspaceId, query.q))
  if (query.from) found.push(sql`${sortAt} >= ${new Date(query.from)}`)
  if (query.to) found.push(sql`${sortAt} < ${new Date(query.to)}`)
  if (query.mine) found.push(isOwn(reader))
  if (query.company) found.push(sql`lower(c.company) = ${query.company.toLowerCase()}`)
  if (query.host) found.push(hostedBy(query.host))
  if (query.cursor) {
    const [at, id] = readCursor(query.cursor)
    found.push(sql`(${sortAt}, c.id) < (${at}::timestamptz, ${id})`)
  }
  return found
}

function inState(state: NonNullable<CallListQuery['state']>): RawBuilder<boolean> {
  switch (state) {
    case 'review':
      return sql`(c.state = 'drafted' and f.status = 'draft' and not ${isOldHistory})`
    case 'waiting':
      return sql`c.state in ('expected', 'fetched')`
    case 'held':
      return isHeld
    case 'expected':
      return sql`(c.state = 'expected' and not ${isHeld})`
    default:
      return sql`c.state = ${state}`
  }
}

/** Each word stands in the title, among people and companies, or in what was said; it may be the beginning of one. */
function matches(workspaceId: string, text: string): RawBuilder<boolean> {
  const terms = searchTerms(text)
  if (terms.length === 0) return sql`false`
  const conditions = terms.map(
    (term) => sql<boolean>`c.id in (
      select id from call where workspace_id = ${workspaceId} and search @@ ${term}::tsquery
      union
      select call_id from transcript where workspace_id = ${workspaceId} and search @@ ${term}::tsquery)`,
  )
  return sql`(${sql.join(conditions, sql` and `)})`
}

/** By e-mail, or by name. */
function hostedBy(host: string): RawBuilder<boolean> {
  return sql`exists (
    select 1 from jsonb_array_elements(c.parties) as party
    where (party ->> 'isHost')::boolean and ${host.toLowerCase()} in (lower(party ->> 'email'), lower(party ->> 'name')))`
}

async function listTimes(workspaceId: string, db: Db): Promise<Pick<CallList, 'listReadAt' | 'listNextAt'>> {
  const { rows } = await sql<{ readAt: Date | null; nextAt: Date | null }>`
    select list_read_at as "readAt", list_next_at as "nextAt" from connection
    where workspace_id = ${workspaceId} and disconnected_at is null`.execute(db)
  return {
    listReadAt: rows[0]?.readAt?.toISOString() ?? null,
    listNextAt: rows[0]?.nextAt?.toISOString() ?? null,
  }
}

const Cursor = z.tuple([z.iso.datetime(), z.string()])

function writeCursor(row: CallRow): string {
  return Buffer.from(JSON.stringify([row.sortAt.toISOString(), row.id])).toString('base64url')
}

function readCursor(text: string): [string, string] {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch (cause) {
    throw new AppError('bad_request', 'This cursor is not one of ours. Start again from the first page.', {
      cause,
    })
  }
}
