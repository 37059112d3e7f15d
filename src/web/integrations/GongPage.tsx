import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { gongQuery } from '../api/queries.ts'
import { ErrorNote } from '../parts/Note.tsx'
import { Page } from '../parts/Page.tsx'
import { Connected } from './Connected.tsx'
import { Issues } from './Issues.tsx'
import { OwnerLeft } from './Owner.tsx'
import { OutcomeNote } from './OutcomeNote.tsx'
import { Truth } from './Truth.tsx'
import { Walkthrough } from './Walkthrough.tsx'
import { WhatWeAsk } from './WhatWeAsk.tsx'
import css from './GongPage.module.css'

/** The connection with Gong: how to make it, what it is, and what is wrong with it. */
export function GongPage() {
  const { outcome } = useSearch({ from: '/shell/integrations/gong' })
  const query = useQuery(gongQuery)
  const connection = query.data
  return (
    <Page title="Gong" width="narrow" sentence={connection ? <Truth connection={connection} /> : <>&nbsp;</>}>
      {query.isPending && <GongSkeleton />}
      {query.isError && !connection && (
        <ErrorNote
          what="The connection could not be read"
          error={query.error}
          retry={() => void query.refetch()}
        />
      )}
      {connection && (
        <div className={css['page']}>
          {outcome && <OutcomeNote outcome={outcome} connection={connection} />}
          <Issues connection={connection} hide={outcome} />
          <OwnerLeft connection={connection} />
          {connection.status === 'not_connected' ? (
            <>
              <Walkthrough connection={connection} />
              <WhatWeAsk />
            </>
          ) : (
            <Connected connection={connection} />
          )}
        </div>
      )}
    </Page>
  )
}

function GongSkeleton() {
  return (
    <div role="status" aria-busy="true" aria-label="The connection is being read">
      {[120, 180, 140].map((height) => (
        <Skeleton key={height} height={height} radius="md" mb="md" />
      ))}
    </div>
  )
}
