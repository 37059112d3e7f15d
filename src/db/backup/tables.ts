import type { ClientBase } from 'pg'
import * as z from 'zod'

/** A table whose rows are saved, with the columns that are not computed by Postgres. */
export interface Table {
  name: string
  columns: string[]
}

/**
 * Not saved: `schema_migration`, which the header of a backup holds; and `change`, the live stream's journal, which tells
 * of this cluster's transaction numbers and is of use for minutes only. Jobs live in another schema: they are hints, and
 * every piece of work is found again by its row.
 */
const NOT_SAVED = ['schema_migration', 'change']

const TableRow = z.object({ name: z.string(), columns: z.array(z.string()), needs: z.array(z.string()) })

/** The tables in an order in which each comes after those that it refers to. */
export async function savedTables(client: ClientBase): Promise<Table[]> {
  const { rows } = await client.query(
    `select t.relname as name,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select distinct r.relname::text from pg_constraint c join pg_class r on r.oid = c.confrelid
         where c.conrelid = t.oid and c.contype = 'f' and c.confrelid <> t.oid) as needs
     from pg_class t
     where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and t.relname <> all ($1)
     order by t.relname`,
    [NOT_SAVED],
  )
  return inOrder(z.array(TableRow).parse(rows))
}

function inOrder(tables: z.infer<typeof TableRow>[]): Table[] {
  const ordered: z.infer<typeof TableRow>[] = []
  let left = tables
  while (left.length > 0) {
    const isFree = (name: string) => !left.some((table) => table.name === name)
    const next = left.filter((table) => table.needs.every(isFree))
    if (next.length === 0)
      throw new Error(`Tables refer to each other in a circle: ${left.map((t) => t.name).join(', ')}`)
    ordered.push(...next)
    left = left.filter((table) => !next.includes(table))
  }
  return ordered.map(({ name, columns }) => ({ name, columns }))
}

/** `table (column, …)` for COPY, quoted. */
export function copyTarget(client: ClientBase, { name, columns }: Table): string {
  return `${client.escapeIdentifier(name)} (${columns.map((column) => client.escapeIdentifier(column)).join(', ')})`
}
