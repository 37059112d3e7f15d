import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { followUpsQuery } from '../api/queries.ts'
import { EmptyState } from '../parts/EmptyState.tsx'
import { MoreSentinel } from '../parts/MoreSentinel.tsx'
import { ErrorNote } from '../parts/Note.tsx'
import { Page } from '../parts/Page.tsx'
import { tabClass, Tabs } from '../parts/Tabs.tsx'
import { useRowKeys } from '../shell/useRowKeys.ts'
import { FollowUpRow } from './FollowUpRow.tsx'
import css from './FollowUpsPage.module.css'
import { QUEUE_TABS, type QueueStatus } from './search.ts'

const EMPTY: Record<QueueStatus, [string, string]> = {
  draft: [
    'Nothing to review',
    'The follow-up of your next call appears here by itself, a moment after Gong has analysed it.',
  ],
  approved: ['Nothing approved', 'What you approve waits here until it is sent.'],
  sent: ['Nothing sent yet', 'Follow-ups that went out are kept here.'],
  dismissed: ['Nothing dismissed', 'Follow-ups that you decided against are kept here.'],
}

/** The review queue. */
export function FollowUpsPage() {
  const { status = 'draft' } = useSearch({ from: '/shell/follow-ups' })
  const queue = useInfiniteQuery(followUpsQuery(status))
  const list = useRef<HTMLUListElement>(null)
  useRowKeys(list)
  const items = queue.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page title="Follow-ups" sentence={<ToReview count={queue.data?.pages[0]?.toReview} />}>
      <div className={css['bar']}>
        <Tabs label="Which follow-ups">
          {QUEUE_TABS.map((tab) => (
            <Link
              key={tab.status}
              to="/follow-ups"
              search={tab.status === 'draft' ? {} : { status: tab.status }}
              className={tabClass}
              activeProps={{}}
              aria-current={tab.status === status ? 'page' : undefined}
            >
              {tab.label}
            </Link>
          ))}
        </Tabs>
      </div>
      {queue.isPending && <QueueSkeleton />}
      {queue.isError && items.length === 0 && (
        <ErrorNote
          what="The follow-ups could not be read"
          error={queue.error}
          retry={() => void queue.refetch()}
        />
      )}
      {queue.isSuccess && items.length === 0 && (
        <EmptyState title={EMPTY[status][0]} action={<Link to="/calls">See all calls</Link>}>
          {EMPTY[status][1]}
        </EmptyState>
      )}
      <ul className={css['list']} ref={list}>
        {items.map((item) => (
          <FollowUpRow key={item.id} item={item} showStatus={status !== 'draft'} />
        ))}
      </ul>
      <MoreSentinel
        more={queue.hasNextPage}
        loading={queue.isFetchingNextPage}
        onMore={() => void queue.fetchNextPage()}
        label="Show older follow-ups"
      />
    </Page>
  )
}

function ToReview({ count }: { count: number | undefined }) {
  if (count === undefined) return <>&nbsp;</>
  if (count === 0) return 'All reviewed'
  return count === 1 ? '1 follow-up waits for your review' : `${count} follow-ups wait for your review`
}

function QueueSkeleton() {
  return (
    <div role="status" aria-busy="true" aria-label="The follow-ups are being read">
      {['58%', '44%', '63%', '50%', '47%'].map((width) => (
        <div key={width} className={css['ghost']}>
          <Skeleton height={14} width={width} />
          <Skeleton height={12} width="34%" mt={8} />
        </div>
      ))}
    </div>
  )
}
