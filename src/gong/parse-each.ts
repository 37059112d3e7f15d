import type { z } from 'zod'
import { GongError } from './errors.ts'
import type { Page } from './gong.ts'
import type { Judged } from './judge.ts'

/** Reads records one by one: an odd one fails alone, named by its id where that can be read. */
export function parseEach<T>(
  shape: z.ZodType<T>,
  records: unknown[],
  idOf: (record: Record<string, unknown>) => unknown,
): Pick<Page<T>, 'items' | 'odd'> {
  const items: T[] = []
  const odd: Page<T>['odd'] = []
  for (const record of records) {
    const parsed = shape.safeParse(record)
    if (parsed.success) items.push(parsed.data)
    else odd.push({ id: readId(record, idOf), problem: whatIsOdd(parsed.error) })
  }
  return { items, odd }
}

/** One page of a list answer. Throws GongError `unavailable` when the answer holds no list at all: that is not an empty one. */
export function readPage<T>(
  body: Judged,
  list: string,
  shape: z.ZodType<T>,
  idOf: (record: Record<string, unknown>) => unknown,
): Page<T> {
  if (body === null) return { items: [], odd: [], cursor: null, total: 0 }
  const records = body[list]
  if (!Array.isArray(records)) throw new GongError('unavailable', `Gong's answer has no list of ${list}.`)
  const { cursor, totalRecords } = { cursor: null, totalRecords: null, ...asObject(body['records']) }
  return {
    ...parseEach(shape, records, idOf),
    cursor: typeof cursor === 'string' && cursor !== '' ? cursor : null,
    total: typeof totalRecords === 'number' ? totalRecords : records.length,
  }
}

/** Where and what, without the value: records are customers' talk. */
function whatIsOdd(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'record'}: ${issue.message}`)
    .join('; ')
    .slice(0, 300)
}

function readId(record: unknown, idOf: (record: Record<string, unknown>) => unknown): string | null {
  const id = idOf(asObject(record))
  if (typeof id === 'string' && id !== '') return id.slice(0, 100)
  // A bare number above this was already rounded by JSON and would name another record.
  return Number.isSafeInteger(id) ? String(id) : null
}

export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
