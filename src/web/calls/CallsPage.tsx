import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { callsQuery } from '../api/queries.ts'
import { ErrorNote } from '../parts/Note.tsx'
import { Page } from '../parts/Page.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { CallFilters } from './CallFilters.tsx'
import { CallList } from './CallList.tsx'
import { CallListSkeleton } from './CallListSkeleton.tsx'
import { FindCall } from './FindCall.tsx'
import { NoCalls } from './NoCalls.tsx'
import { filterOf } from './search.ts'

/** All calls that this reader may see, newest day first. */
export function CallsPage() {
  const search = useSearch({ from: '/shell/calls' })
  const [finding, setFinding] = useState(false)
  const list = useInfiniteQuery({ ...callsQuery(filterOf(search)), placeholderData: (before) => before })
  const calls = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const newest = list.data?.pages[0]

  return (
    <Page
      title="Calls"
      sentence={<ListRead readAt={newest?.listReadAt ?? null} nextAt={newest?.listNextAt ?? null} />}
      action={
        <Button variant="default" onClick={() => setFinding(true)}>
          Where is a call?
        </Button>
      }
    >
      <CallFilters search={search} calls={calls} />
      {list.isPending && <CallListSkeleton />}
      {list.isError && calls.length === 0 && (
        <ErrorNote what="The calls could not be read" error={list.error} retry={() => void list.refetch()} />
      )}
      {list.isSuccess && calls.length === 0 && <NoCalls search={search} onFind={() => setFinding(true)} />}
      {calls.length > 0 && (
        <CallList
          key={JSON.stringify(search)}
          calls={calls}
          mineFirst={search.tab !== 'mine'}
          stale={list.isPlaceholderData}
          more={list.hasNextPage}
          loadingMore={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      )}
      <FindCall open={finding} onClose={() => setFinding(false)} />
    </Page>
  )
}

/** When Gong's own list was compared with ours: how fresh this page is. */
function ListRead({ readAt, nextAt }: { readAt: string | null; nextAt: string | null }) {
  if (!readAt && !nextAt) return 'Each call, and where its follow-up stands'
  return (
    <>
      {readAt && (
        <>
          Gong’s list read <RelativeTime at={readAt} as="clock" />
        </>
      )}
      {readAt && nextAt && ' · '}
      {nextAt && (
        <>
          {readAt ? 'next' : 'Gong’s list is read at'} <RelativeTime at={nextAt} as="clock" />
        </>
      )}
    </>
  )
}
