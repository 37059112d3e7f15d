import { performance } from 'node:perf_hooks'
import { mostInAnySecond } from './rate-limit.ts'

/** One request as it arrived. `status` 0: not answered (yet, or on purpose). */
export interface LoggedRequest {
  /** ISO 8601, by the real clock. */
  at: string
  /** Monotonic milliseconds. */
  atMs: number
  kind: 'api' | 'token'
  method: string
  path: string
  status: number
  company: string | null
  /** Which calls were asked for by id. */
  callIds: string[]
  callIdsCount: number
  hasCursor: boolean
  retryAfterS: number | null
  tookMs: number | null
}

export interface RequestLog {
  begin(kind: LoggedRequest['kind'], method: string, path: string): LoggedRequest
  /** Requests since the last reset, oldest first; of one company, or of all. */
  report(company?: string): RequestReport
  reset(): void
}

export interface RequestReport {
  requests: LoggedRequest[]
  /** API requests of the busiest company in its busiest second; the token endpoint is not part of the allowance. */
  mostInAnySecond: number
  /** API requests. */
  total: number
  /** API requests refused with 429. */
  refused: number
}

// A day's quota of a few companies; older entries are forgotten.
const ENTRIES_KEPT = 50_000

export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = []
  return {
    begin(kind, method, path) {
      const entry: LoggedRequest = {
        at: new Date().toISOString(),
        atMs: performance.now(),
        kind,
        method,
        path,
        status: 0,
        company: null,
        callIds: [],
        callIdsCount: 0,
        hasCursor: false,
        retryAfterS: null,
        tookMs: null,
      }
      entries.push(entry)
      if (entries.length > ENTRIES_KEPT * 1.1) entries = entries.slice(-ENTRIES_KEPT)
      return entry
    },
    report(company) {
      const requests = entries.filter((entry) => company === undefined || entry.company === company)
      const api = requests.filter((entry) => entry.kind === 'api')
      const times = Map.groupBy(api, (entry) => entry.company)
      return {
        requests,
        mostInAnySecond: Math.max(
          0,
          ...[...times.values()].map((own) => mostInAnySecond(own.map(({ atMs }) => atMs))),
        ),
        total: api.length,
        refused: api.filter((entry) => entry.status === 429).length,
      }
    },
    reset() {
      entries = []
    },
  }
}
