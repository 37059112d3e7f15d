import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from './api.ts'
import type {
  CallDetail,
  CallList,
  FollowUpList,
  FollowUpWithVersions,
  GongConnection,
  Me,
  MemberList,
} from './types.ts'

/** Everything the pages read, each under a key that {@link ./live.ts} knows how to refresh. */
export const keys = {
  me: ['me'],
  calls: ['calls'],
  call: (id: string) => ['call', id],
  anyCall: ['call'],
  followUps: ['follow-ups'],
  followUp: (id: string) => ['follow-up', id],
  anyFollowUp: ['follow-up'],
  gong: ['gong'],
  backfills: ['backfills'],
  members: ['members'],
} as const

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => api.get<Me>('/api/me', {}, signal),
  staleTime: 60_000,
})

export const membersQuery = queryOptions({
  queryKey: keys.members,
  queryFn: ({ signal }) => api.get<MemberList>('/api/members', {}, signal),
})

export interface CallFilter {
  state?: 'review' | 'waiting' | 'skipped' | undefined
  mine?: boolean | undefined
  q?: string | undefined
  company?: string | undefined
  host?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

export const callsQuery = (filter: CallFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.calls, filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<CallList>('/api/calls', { ...filter, cursor: pageParam ?? undefined, limit: 50 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: keys.call(id),
    queryFn: ({ signal }) => api.get<CallDetail>(`/api/calls/${encodeURIComponent(id)}`, {}, signal),
  })

export const followUpsQuery = (status: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...keys.followUps, status ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      api.get<FollowUpList>('/api/follow-ups', { status, cursor: pageParam ?? undefined, limit: 50 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

export const followUpQuery = (id: string) =>
  queryOptions({
    queryKey: keys.followUp(id),
    queryFn: ({ signal }) =>
      api.get<FollowUpWithVersions>(`/api/follow-ups/${encodeURIComponent(id)}`, {}, signal),
  })

export const gongQuery = queryOptions({
  queryKey: keys.gong,
  queryFn: ({ signal }) => api.get<GongConnection>('/api/integrations/gong', {}, signal),
})
