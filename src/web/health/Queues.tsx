import { Button } from '@mantine/core'
import { useState } from 'react'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import css from './Health.module.css'
import type { Queue } from './query.ts'
import { Section } from './Section.tsx'
import { useHealthAction } from './useHealthAction.ts'
import { number } from './words.ts'

const NAMES: Record<string, string> = {
  'gong-fetch': 'Reading calls',
  'follow-up-write': 'Writing follow-ups',
  'gong-reconcile': 'Comparing lists',
  'gong-subscription': 'Checking the subscription',
  'gong-backfill': 'Importing history',
  'gong-users': 'Reading users',
}

/** What waits, since when, and what failed for good, with the way to run it again. */
export function Queues({ queues }: { queues: Queue[] }) {
  return (
    <Section title="Queues">
      <div className={css['scroll']}>
        <table className={css['table']}>
          <thead>
            <tr>
              {['Work', 'Waiting', 'Running', 'Oldest', 'Failed'].map((head) => (
                <th scope="col" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <tr key={queue.queue}>
                <td>{NAMES[queue.queue] ?? queue.queue}</td>
                <td>{number(queue.waiting)}</td>
                <td>{number(queue.active)}</td>
                <td>{queue.oldestAt ? <RelativeTime at={queue.oldestAt} /> : '–'}</td>
                <td>{queue.failed === 0 ? '0' : <RetryAll queue={queue} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {queues.map((queue) => queue.failures.length > 0 && <Failures key={queue.queue} queue={queue} />)}
    </Section>
  )
}

/** The count is said before everything is started again. */
function RetryAll({ queue }: { queue: Queue }) {
  const [isAsking, ask] = useState(false)
  const retry = useHealthAction('retry')
  if (!isAsking)
    return (
      <Button size="compact-xs" variant="subtle" onClick={() => ask(true)}>
        {number(queue.failed)} · Retry all
      </Button>
    )
  return (
    <span className={css['buttons']}>
      <Button
        size="compact-xs"
        loading={retry.isPending}
        onClick={() => retry.mutate({ queue: queue.queue }, { onSettled: () => ask(false) })}
      >
        Run {number(queue.failed)} again
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={() => ask(false)}>
        Cancel
      </Button>
    </span>
  )
}

function Failures({ queue }: { queue: Queue }) {
  const retry = useHealthAction('retry')
  return (
    <details className={css['more']}>
      <summary>Failed: {NAMES[queue.queue] ?? queue.queue}</summary>
      <ul className={css['failures']}>
        {queue.failures.map((failure) => (
          <li key={failure.id}>
            <span>
              {failure.problem ?? 'No reason is known'} {failure.at && <RelativeTime at={failure.at} />}
            </span>
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => retry.mutate({ queue: queue.queue, id: failure.id })}
            >
              Retry
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}
