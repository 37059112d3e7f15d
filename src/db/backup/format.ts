import * as z from 'zod'

/**
 * A backup is a gzip of lines: a {@link Header}; for each table a {@link TableHeader}, its rows in the text form of COPY
 * and a line `\.`; at the end an {@link Footer}, which tells a whole backup from one that broke off.
 */
export const Header = z.object({
  format: z.literal('fastfollow-backup'),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  /** What had been applied to the database, in order. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  sequences: z.array(z.object({ name: z.string(), value: z.string().regex(/^\d+$/) })),
})
export type Header = z.infer<typeof Header>

export const TableHeader = z.object({ table: z.string(), columns: z.array(z.string()).min(1) })
export type TableHeader = z.infer<typeof TableHeader>

export const Footer = z.object({ end: z.literal(true), rows: z.number().int() })
export type Footer = z.infer<typeof Footer>

/** Ends the rows of a table; COPY writes a backslash in the data as two. */
export const END_OF_ROWS = '\\.'

export function toLine(value: Header | TableHeader | Footer): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}
