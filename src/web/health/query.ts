import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { keys } from '../api/queries.ts'
import type { Health, RawDelivery } from '../../health/health-shapes.ts'

export type { DeliveryEntry, Health, Queue, RawDelivery } from '../../health/health-shapes.ts'

/** Below the connection's key, so that what refreshes the connection refreshes this too. */
export const healthQuery = queryOptions({
  queryKey: [...keys.gong, 'health'],
  queryFn: ({ signal }) => api.get<Health>('/api/admin/health', {}, signal),
  // Allowance, queues and the machine change without being announced.
  refetchInterval: 10_000,
})

export const rawDeliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['delivery', id],
    queryFn: ({ signal }) =>
      api.get<RawDelivery>(`/api/admin/health/deliveries/${encodeURIComponent(id)}`, {}, signal),
    staleTime: Infinity,
  })
