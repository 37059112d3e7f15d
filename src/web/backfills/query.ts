import { queryOptions } from '@tanstack/react-query'
import type { Backfill, BackfillList, Estimate } from '../../ingest/backfill/backfill-shapes.ts'
import { api } from '../api/api.ts'
import { keys } from '../api/queries.ts'

export type { Backfill, Estimate }

export const backfillsQuery = queryOptions({
  queryKey: keys.backfills,
  queryFn: ({ signal }) => api.get<BackfillList>('/api/backfills', {}, signal),
})

export interface Range {
  /** ISO 8601; null = everything that Gong has. */
  from: string | null
  to: string
  writeFollowUps: boolean
}

export type When = 'now' | { from: string; to: string; timeZone: string; weekdays?: number[] }

export const estimate = (range: Range) => api.post<Estimate>('/api/backfills/estimate', range)
export const startImport = (range: Range, when: When) =>
  api.post<Backfill>('/api/backfills', { ...range, when })
export const act = (id: string, name: 'pause' | 'resume' | 'cancel') =>
  api.post<Backfill>(`/api/backfills/${encodeURIComponent(id)}/${name}`)
