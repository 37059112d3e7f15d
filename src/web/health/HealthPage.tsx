import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Issues } from '../integrations/Issues.tsx'
import { OwnerLeft } from '../integrations/Owner.tsx'
import { EmptyState } from '../parts/EmptyState.tsx'
import { ErrorNote } from '../parts/Note.tsx'
import { Page } from '../parts/Page.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { WhoIsTold } from './Alerts.tsx'
import { Allowance, Capabilities, Machine, Timings } from './Figures.tsx'
import { Completeness } from './Completeness.tsx'
import { ConnectionFacts } from './ConnectionFacts.tsx'
import { Deliveries } from './Deliveries.tsx'
import css from './Health.module.css'
import { healthQuery, type Health } from './query.ts'
import { Queues } from './Queues.tsx'
import { Resolved } from './Resolved.tsx'
import { Subscriptions } from './Subscriptions.tsx'
import { verdict } from './words.ts'

/** One screen: is it working, since when, what did I miss, what do I press. */
export function HealthPage() {
  const query = useQuery(healthQuery)
  const health = query.data
  return (
    <Page title="Health" sentence={health ? <Verdict health={health} /> : <>&nbsp;</>}>
      {query.isPending && <HealthSkeleton />}
      {query.isError && !health && (
        <ErrorNote
          what="The health could not be read"
          error={query.error}
          retry={() => void query.refetch()}
        />
      )}
      {health && <Sections health={health} />}
    </Page>
  )
}

function Verdict({ health }: { health: Health }) {
  return (
    <span data-health={health.state}>
      {verdict(health)}
      {health.goodSince && (
        <>
          {' '}
          since <RelativeTime at={health.goodSince} />
        </>
      )}
    </span>
  )
}

function Sections({ health }: { health: Health }) {
  const connection = health.connections[0]
  if (!connection)
    return (
      <EmptyState
        title="There is nothing to watch yet"
        action={<Link to="/integrations/gong">Connect Gong</Link>}
      >
        As soon as Gong is connected, this page shows whether calls arrive, what was missed, and what to do.
      </EmptyState>
    )
  return (
    <div className={css['sections']}>
      <div className={css['news']}>
        <Issues connection={connection} hide={undefined} />
        <OwnerLeft connection={connection} />
      </div>
      <Subscriptions health={health} connection={connection} />
      <Completeness health={health} />
      <Allowance budget={health.budget} waiting={connection.waitingCalls} />
      <Capabilities capabilities={health.capabilities} connection={connection} />
      <Timings timings={health.timings} />
      <ConnectionFacts connection={connection} />
      <WhoIsTold />
      <Queues queues={health.queues} />
      <Deliveries health={health} />
      <Resolved issues={health.resolvedIssues} />
      <Machine health={health} />
    </div>
  )
}

function HealthSkeleton() {
  return (
    <div role="status" aria-busy="true" aria-label="The health is being read">
      {[110, 140, 60, 90, 60].map((height, place) => (
        <Skeleton key={place} height={height} radius="md" mb="md" />
      ))}
    </div>
  )
}
