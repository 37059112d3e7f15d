import { isRecord } from '../bodies.ts'
import { byStart } from '../companies.ts'
import type { Call, Company } from '../companies.ts'
import { GongApiError, texts } from '../errors.ts'
import { isGongId } from '../ids.ts'
import { readGongDate } from './dates.ts'

/** Which calls are asked for. Keys that Gong does not know are borne. */
export interface CallsFilter {
  fromMs: number | null
  toMs: number | null
  workspaceId: string | null
  callIds: string[] | null
  primaryUserIds: string[] | null
}

/** Reads a POST body's filter. Throws GongApiError 400. */
export function readCallsFilter(body: Record<string, unknown>): CallsFilter {
  const filter = body['filter']
  if (!isRecord(filter)) throw new GongApiError(400, 'filter: must not be null')
  return checked('filter.', {
    fromMs: readDate('filter.fromDateTime', filter['fromDateTime']),
    toMs: readDate('filter.toDateTime', filter['toDateTime']),
    workspaceId: readText('filter.workspaceId', filter['workspaceId']),
    callIds: readIds('filter.callIds', filter['callIds']),
    primaryUserIds: readIds('filter.primaryUserIds', filter['primaryUserIds']),
  })
}

/** Reads the query of `GET /v2/calls`. Throws GongApiError 400. */
export function readCallsQuery(query: URLSearchParams): CallsFilter {
  return checked('', {
    fromMs: readDate('fromDateTime', query.get('fromDateTime')),
    toMs: readDate('toDateTime', query.get('toDateTime')),
    workspaceId: query.get('workspaceId'),
    callIds: null,
    primaryUserIds: null,
  })
}

/** Null, missing and empty all mean the first page. */
export function readCursor(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'string') return value
  throw new GongApiError(400, texts.badRequest)
}

export function readIds(name: string, value: unknown): string[] | null {
  if (value === undefined || value === null) return null
  if (!Array.isArray(value)) throw new GongApiError(400, `${name}: must be a list`)
  if (value.length === 0) throw new GongApiError(400, `${name}: must not be empty`)
  return value.map((id: unknown) => {
    if (typeof id !== 'string' || !isGongId(id)) throw new GongApiError(400, texts.badRequest)
    return id
  })
}

export function readDate(name: string, value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null
  const ms = typeof value === 'string' ? readGongDate(value) : null
  if (ms === null) throw new GongApiError(400, `${name}: must be an ISO-8601 date-time with an offset`)
  return ms
}

/** The calls that the filter names and that are known by now (each operation learns of a call at its own time). */
export function matchingCalls(
  company: Company,
  filter: CallsFilter,
  isKnown: (call: Call) => boolean,
): Call[] {
  if (filter.workspaceId !== null && filter.workspaceId !== company.workspaceId) return []
  const named = filter.callIds
    ? [...new Set(filter.callIds)].flatMap((id) => company.call(id) ?? []).sort(byStart)
    : company.calls.slice(...placesBetween(company.calls, filter))
  const hosts = filter.primaryUserIds
  return named.filter(
    (call) =>
      isKnown(call) &&
      (filter.fromMs === null || call.startedMs >= filter.fromMs) &&
      (filter.toMs === null || call.startedMs < filter.toMs) &&
      (hosts === null || hosts.includes(company.content(call).primaryUserId ?? '')),
  )
}

/** Where a range of start times lies among the sorted calls. */
function placesBetween(calls: readonly Call[], filter: CallsFilter): [number, number] {
  const firstFrom = (ms: number) => {
    let [low, high] = [0, calls.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((calls[middle]?.startedMs ?? 0) < ms) low = middle + 1
      else high = middle
    }
    return low
  }
  return [
    filter.fromMs === null ? 0 : firstFrom(filter.fromMs),
    filter.toMs === null ? calls.length : firstFrom(filter.toMs),
  ]
}

function readText(name: string, value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw new GongApiError(400, `${name}: must be a text`)
  return value
}

function checked(prefix: string, filter: CallsFilter): CallsFilter {
  if (filter.fromMs !== null && filter.toMs !== null && filter.fromMs >= filter.toMs)
    throw new GongApiError(400, `${prefix}fromDateTime: must be before toDateTime`)
  return filter
}
