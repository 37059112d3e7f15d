import { sql } from 'kysely'
import type { Db } from '../../db/db.ts'

/** What Postgres noted of the words that stand in most calls, over all workspaces. */
export interface CommonWords {
  /** All calls. */
  calls: number
  /** In how many calls a word that begins so stands; null where it is none of the commonest. */
  expected(word: string): number | null
}

const FRESH_MS = 10 * 60_000
/** What was read lately, for each database: some milliseconds that a search need not wait for. */
const read = new WeakMap<Db, { at: number; words: Promise<CommonWords> }>()

/**
 * Read from the statistics that Postgres keeps for itself (`analyze`): exact to some percent. Ten minutes old at most, which
 * changes the way of a search and not its result.
 */
export function commonWords(db: Db): Promise<CommonWords> {
  const known = read.get(db)
  if (known && performance.now() - known.at < FRESH_MS) return known.words
  const words = readCommonWords(db)
  read.set(db, { at: performance.now(), words })
  words.catch(() => read.delete(db))
  return words
}

interface NotedTable {
  name: string
  rows: number
  words: string[] | null
  /** Of each word the share of rows, and three figures more. */
  shares: number[] | null
}

async function readCommonWords(db: Db): Promise<CommonWords> {
  const { rows: tables } = await sql<NotedTable>`
    select k.relname as name, greatest(k.reltuples, 0)::float8 as rows, s.most_common_elems::text::text[] as words,
      s.most_common_elem_freqs::float8[] as shares
    from pg_class k left join pg_stats s
      on s.schemaname = current_schema() and s.tablename = k.relname and s.attname = 'search'
    where k.oid in (to_regclass('call'), to_regclass('follow_up'), to_regclass('transcript'))`.execute(db)
  return {
    calls: tables.find(({ name }) => name === 'call')?.rows ?? 0,
    expected(word) {
      const expected = tables.reduce((sum, table) => sum + expectedIn(table, word), 0)
      return expected === 0 ? null : expected
    },
  }
}

function expectedIn({ rows, words, shares }: NotedTable, word: string): number {
  let share = 0
  for (const [place, noted] of (words ?? []).entries())
    if (noted.startsWith(word)) share += shares?.[place] ?? 0
  return rows * Math.min(1, share)
}
