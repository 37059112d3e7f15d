import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { gongQuery } from '../api/queries.ts'
import { EmptyState } from '../parts/EmptyState.tsx'
import { ErrorNote } from '../parts/Note.tsx'
import { Page } from '../parts/Page.tsx'
import css from './Backfills.module.css'
import { NewImport } from './NewImport.tsx'
import { backfillsQuery } from './query.ts'
import { Run } from './Run.tsx'

/** Calls from before FastFollow, or from before it was connected: read on request, with the cost said first. */
export function BackfillsPage() {
  const runs = useQuery(backfillsQuery)
  const gong = useQuery(gongQuery)
  const isConnected = gong.data !== undefined && gong.data.status !== 'not_connected'
  return (
    <Page title="Imports" sentence="Bring in calls from the past" width="narrow">
      {gong.data && !isConnected ? (
        <EmptyState title="Gong is not connected" action={<Link to="/integrations/gong">Connect Gong</Link>}>
          History is read from Gong, so connect it first.
        </EmptyState>
      ) : (
        <NewImport />
      )}
      {runs.isPending && <Skeleton height={120} radius="md" mt="xl" />}
      {runs.isError && !runs.data && (
        <ErrorNote
          what="The imports could not be read"
          error={runs.error}
          retry={() => void runs.refetch()}
        />
      )}
      {runs.data && runs.data.items.length > 0 && (
        <section aria-labelledby="imports" className={css['runs']}>
          <h2 id="imports" className={css['heading']}>
            Imports so far
          </h2>
          <ul className={css['list']}>
            {runs.data.items.map((run) => (
              <Run key={run.id} run={run} />
            ))}
          </ul>
        </section>
      )}
    </Page>
  )
}
