import type { CallFilter } from '../api/queries.ts'
import { readSearch } from '../shell/read-search.ts'

/** The list's filters live in the address, so that a view can be sent to a colleague and the back button works. */
export const TABS = ['all', 'mine', 'review', 'waiting', 'skipped'] as const
export type Tab = (typeof TABS)[number]

export interface CallsSearch {
  tab?: Exclude<Tab, 'all'>
  q?: string
  company?: string
  host?: string
  /** Calendar days in the reader's zone, `YYYY-MM-DD`, both included. */
  from?: string
  to?: string
}

export function readCallsSearch(search: Record<string, unknown>): CallsSearch {
  const { tab, from, to, ...rest } = readSearch(search, ['tab', 'q', 'company', 'host', 'from', 'to'])
  return {
    ...rest,
    ...(isTab(tab) ? { tab } : {}),
    ...(from && isDay(from) ? { from } : {}),
    ...(to && isDay(to) ? { to } : {}),
  }
}

/** What the server is asked for: days become moments, from the first's beginning to the last's end. */
export function filterOf(search: CallsSearch): CallFilter {
  const tab = search.tab
  return {
    state: tab === 'review' || tab === 'waiting' || tab === 'skipped' ? tab : undefined,
    mine: tab === 'mine' ? true : undefined,
    q: search.q,
    company: search.company,
    host: search.host,
    from: search.from ? startOfDay(search.from).toISOString() : undefined,
    to: search.to ? new Date(startOfDay(search.to, 1).getTime() - 1).toISOString() : undefined,
  }
}

export const isFiltered = (search: CallsSearch): boolean =>
  Boolean(search.q ?? search.company ?? search.host ?? search.from ?? search.to)

function startOfDay(day: string, plusDays = 0): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + plusDays)
}

const isTab = (tab: string | undefined): tab is Exclude<Tab, 'all'> =>
  tab === 'mine' || tab === 'review' || tab === 'waiting' || tab === 'skipped'

const isDay = (day: string): boolean => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))
