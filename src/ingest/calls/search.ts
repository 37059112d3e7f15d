import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '../../db/db.ts'
import { searchTerms, wordOf } from '../search-words.ts'
import type { CallRow } from './call-row.ts'
import { commonWords } from './common-words.ts'
import { isShorterThan, selectAmongNewest, selectNamed, type PageOfCalls } from './page.ts'

/**
 * The calls of a page in which each word stands: in the title, among people and companies, in the follow-up or in what was
 * said; it may be the beginning of one. Two ways lead there (`docs/decisions/063`). A rare word's index names its few calls.
 * A common one's names hundreds of thousands, of which only the newest fifty are wanted: then the list is looked through
 * from its top.
 */
export async function searchCalls(page: PageOfCalls, text: string, db: Db): Promise<CallRow[]> {
  const terms = searchTerms(text)
  // Asked all the same, so that filters which Postgres refuses are refused.
  if (terms.length === 0) return (await selectNamed(page, sql<boolean>`false`, []).execute(db)).rows
  const { rarest, isRare } = await judge(terms, page.limit, db)
  if (!isRare)
    for (const newest of LOOKED_THROUGH) {
      const rows = await lookThrough(page, newest, terms, db)
      if (rows.length === page.limit || (await isShorterThan(page, newest, db))) return rows
    }
  return byIndex(page, rarest, terms, db)
}

/**
 * So many of the newest calls are looked through for common words, before the index is asked after all: two words may
 * never stand together, or a common one only in old calls. 10,000 take about 0.1 s.
 */
const LOOKED_THROUGH = [10_000, 100_000]

/** A word that none of the commonest is counted by its index, up to so many calls. */
const COUNTED = 5_000
/** With more than these it stands in one call of twenty, as far as its way is concerned. */
const SHARE_OF_UNCOUNTED = 0.05

interface Way {
  /** The word whose index names the fewest calls. */
  rarest: string
  isRare: boolean
}

/** Which way is the shorter one, by the number of calls that either looks at. */
async function judge(terms: string[], limit: number, db: Db): Promise<Way> {
  const words = await commonWords(db)
  const named: number[] = []
  for (const term of terms)
    named.push(words.expected(wordOf(term)) ?? (await countByIndex(term, words.calls, db)))
  const fewest = Math.min(...named)
  const share = named.reduce((product, calls) => product * Math.min(1, calls / words.calls), 1)
  return { rarest: terms[named.indexOf(fewest)] ?? '', isRare: !(fewest * share > limit) }
}

async function countByIndex(term: string, calls: number, db: Db): Promise<number> {
  const count = await withoutWholeTables(db, async (tx) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from (
        (select 1 from call where search @@ ${term}::tsquery limit ${COUNTED})
        union all (select 1 from follow_up where search @@ ${term}::tsquery limit ${COUNTED})
        union all (select 1 from transcript where search @@ ${term}::tsquery limit ${COUNTED})) found`.execute(
      tx,
    )
    return rows[0]?.count ?? 0
  })
  return count < COUNTED ? count : Math.max(count, calls * SHARE_OF_UNCOUNTED)
}

/** The calls that the rarest word's indexes name; the other words are looked for in these. */
async function byIndex(page: PageOfCalls, rarest: string, terms: string[], db: Db): Promise<CallRow[]> {
  const { workspaceId } = page.reader
  const named = sql<boolean>`c.id = any(array(
    select id from call where workspace_id = ${workspaceId} and search @@ ${rarest}::tsquery
    union
    select call_id from follow_up where workspace_id = ${workspaceId} and search @@ ${rarest}::tsquery
    union
    select call_id from transcript where workspace_id = ${workspaceId} and search @@ ${rarest}::tsquery))`
  const others = terms.filter((term) => term !== rarest).map(standsIn)
  return withoutWholeTables(db, async (tx) => (await selectNamed(page, named, others).execute(tx)).rows)
}

async function lookThrough(page: PageOfCalls, newest: number, terms: string[], db: Db): Promise<CallRow[]> {
  const { rows } = await withoutWholeTables(db, (tx) =>
    selectAmongNewest(page, newest, terms.map(standsIn)).execute(tx),
  )
  return rows
}

/**
 * Row by row, by indexes. Postgres takes a word that it knows nothing of for a fairly common one and would rather read
 * whole tables, not knowing that each long transcript has to be unpacked for it: with a million of them, for minutes.
 */
function withoutWholeTables<T>(db: Db, ask: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off`.execute(
      tx,
    )
    return ask(tx)
  })
}

/** The transcript by a scalar subquery: with `exists`, Postgres would list every transcript that has the word. */
function standsIn(term: string): RawBuilder<boolean> {
  return sql<boolean>`(c.search @@ ${term}::tsquery or f.search @@ ${term}::tsquery
    or (select t.search @@ ${term}::tsquery from transcript t where t.call_id = c.id))`
}
