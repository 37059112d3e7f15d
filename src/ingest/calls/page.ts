import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../db/db.ts'
import { callColumns, callTables, callTablesFrom, sortAt, type CallRow } from './call-row.ts'
import { isOwn, maySee, type Reader } from './visibility.ts'

type Condition = RawBuilder<boolean>

/** What a page of the list holds, newest first. */
export interface PageOfCalls {
  reader: Reader
  /** One more than is shown, which tells whether there are more. */
  limit: number
  /** The part of the list that the page is taken from: workspace, times, what came on the pages before. */
  within: Condition[]
  filters: Condition[]
  visible: Visible
}

/** Which calls are the reader's. */
export interface Visible {
  /** Of a call that was found. */
  check: Condition
  /** Where they are few: finds them, by the index of people. */
  few: Condition | null
}

/** The page's calls. */
export function selectCalls(page: PageOfCalls): RawBuilder<CallRow> {
  return select(page, callTables, [...page.within, page.visible.few ?? page.visible.check], sortAt)
}

/** The page's calls among those that a condition names, and of which others are true. */
export function selectNamed(page: PageOfCalls, named: Condition, others: Condition[]): RawBuilder<CallRow> {
  return select(page, callTables, [named, ...page.within, page.visible.check, ...others], sortAt)
}

/** The page's calls among the newest, which are looked through one by one until the page is full. */
export function selectAmongNewest(
  page: PageOfCalls,
  newest: number,
  others: Condition[],
): RawBuilder<CallRow> {
  const check = page.visible.few ? [] : [page.visible.check]
  // By the column, in whose order they come: by the expression, all of them would be read and sorted first.
  return select(page, callTablesFrom(newestCalls(page, newest)), [...check, ...others], sql`c.sort_at`)
}

function select(
  page: PageOfCalls,
  tables: RawBuilder<unknown>,
  conditions: Condition[],
  order: RawBuilder<unknown>,
): RawBuilder<CallRow> {
  return sql<CallRow>`
    select ${callColumns(page.reader)} from ${tables}
    where ${all([...conditions, ...page.filters])}
    order by ${order} desc, c.id desc limit ${page.limit}`
}

/** Whether there are no more calls to look through than this. */
export async function isShorterThan(page: PageOfCalls, count: number, db: Db): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${newestCalls(page, count)} c`.execute(db)
  return (rows[0]?.count ?? 0) < count
}

function newestCalls({ within, visible }: PageOfCalls, count: number): RawBuilder<unknown> {
  const conditions = visible.few ? [...within, visible.few] : within
  return sql`(
    select c.*, ${sortAt} as sort_at from call c where ${all(conditions)}
    order by ${sortAt} desc, c.id desc limit ${count})`
}

/** So many of the newest calls tell what share of all is the reader's: 5 ms. */
const SAMPLE = 2_000

/**
 * Which calls the reader may see (`mine`: was on). Whoever was on few calls gets them by the index of people; whose calls
 * are more than this share of all, has each call checked. Postgres can't tell the two apart by itself, and the wrong way
 * reads the whole list for one page (`docs/decisions/063`).
 */
export async function readVisible(reader: Reader, mine: boolean, fewShare: number, db: Db): Promise<Visible> {
  if (reader.isAdmin && !mine) return { check: sql<boolean>`true`, few: null }
  const check = mine ? isOwn(reader) : maySee(reader)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select c.gong_user_ids, c.our_emails from call c where c.workspace_id = ${reader.workspaceId}
      order by ${sortAt} desc, c.id desc limit ${SAMPLE}) c
    where ${check}`.execute(db)
  if ((rows[0]?.count ?? 0) >= SAMPLE * fewShare) return { check, few: null }
  const ids = mine ? reader.ownIds : reader.visibleIds
  const emails = mine ? [reader.email] : reader.visibleEmails
  // As an array, so that nothing is left to choose: these calls are looked up one by one. The indexes leave out calls
  // whose people nobody knows.
  const few = sql<boolean>`c.id = any(array(
    select id from call where workspace_id = ${reader.workspaceId} and gong_user_ids <> '{}' and gong_user_ids && ${ids}::text[]
    union
    select id from call where workspace_id = ${reader.workspaceId} and our_emails <> '{}' and our_emails && ${emails}::text[]))`
  return { check, few }
}

function all(conditions: Condition[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
