import { readSearch } from '../shell/read-search.ts'

export const QUEUE_TABS = [
  { status: 'draft', label: 'To review' },
  { status: 'approved', label: 'Approved' },
  { status: 'sent', label: 'Sent' },
  { status: 'dismissed', label: 'Dismissed' },
] as const
export type QueueStatus = (typeof QUEUE_TABS)[number]['status']

/** Which part of the queue is shown; what needs a review when the address names none. */
export function readQueueSearch(search: Record<string, unknown>): { status?: QueueStatus } {
  const { status } = readSearch(search, ['status'])
  const tab = QUEUE_TABS.find((each) => each.status === status)
  return tab ? { status: tab.status } : {}
}
