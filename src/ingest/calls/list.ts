import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../db/db.ts'
import { AppError } from '../../errors.ts'
import type { CallList, CallListQuery } from '../call-shapes.ts'
import { isHeld, isOldHistory, sortAt, toSummary, type CallRow } from './call-row.ts'
import { selectCalls, readVisible, type PageOfCalls } from './page.ts'
import { searchCalls } from './search.ts'
import type { Reader } from './visibility.ts'

/** With less than this share of all calls, a reader's are few; for a search, which looks at more of them, a little sooner. */
const FEW = { list: 0.005, search: 0.015 }

/** The calls that this reader may see, newest first, a page at a time. */
export async function listCalls(reader: Reader, query: CallListQuery, db: Db): Promise<CallList> {
  const page: PageOfCalls = {
    reader,
    limit: query.limit + 1,
    within: within(reader, query),
    filters: filters(query),
    visible: await readVisible(reader, query.mine === true, query.q ? FEW.search : FEW.list, db),
  }
  const rows = query.q ? await searchCalls(page, query.q, db) : (await selectCalls(page).execute(db)).rows
  const shown = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? shown.at(-1) : undefined
  return {
    items: shown.map((row) => toSummary(row, reader)),
    nextCursor: last ? writeCursor(last) : null,
    ...(await listTimes(reader.workspaceId, db)),
  }
}

function within(reader: Reader, query: CallListQuery): RawBuilder<boolean>[] {
  const found = [sql<boolean>`c.workspace_id = ${reader.workspaceId}`]
  if (query.from) found.push(sql`${sortAt} >= ${new Date(query.from)}`)
  if (query.to) found.push(sql`${sortAt} < ${new Date(query.to)}`)
  if (query.cursor) {
    const [at, id] = readCursor(query.cursor)
    found.push(sql`(${sortAt}, c.id) < (${at}::timestamptz, ${id})`)
  }
  return found
}

function filters(query: CallListQuery): RawBuilder<boolean>[] {
  const found: RawBuilder<boolean>[] = []
  if (query.state) found.push(inState(query.state))
  if (query.company) found.push(sql`lower(c.company) = ${query.company.toLowerCase()}`)
  if (query.host) found.push(hostedBy(query.host))
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

/** By e-mail, or by name: as the indexes `call_host_email` and `call_host_name` have it. */
function hostedBy(host: string): RawBuilder<boolean> {
  const hosting = sql`jsonb_path_query_first(c.parties, '$[*] ? (@.isHost == true)')`
  const key = sql.lit(host.includes('@') ? 'email' : 'name')
  return sql`(c.details_at is not null and lower(${hosting} ->> ${key}) = ${host.toLowerCase()})`
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
