import { Button } from '@mantine/core'
import { useState } from 'react'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import css from './Health.module.css'
import type { Queue } from './query.ts'
import { Section } from './Section.tsx'
import { Table } from './Table.tsx'
import { useHealthAction } from './useHealthAction.ts'
import { number, queueInWords } from './words.ts'

/** What waits, since when, and what failed for good, with the way to run it again. */
export function Queues({ queues }: { queues: Queue[] }) {
  return (
    <Section title="Queues">
      <Table
        name="Queues"
        heads={['Work', 'Waiting', 'Running', 'Oldest', 'Failed']}
        rows={queues.map((queue) => ({
          key: queue.queue,
          cells: {
            Work: queueInWords(queue.queue),
            Waiting: number(queue.waiting),
            Running: number(queue.active),
            Oldest: queue.oldestAt ? <RelativeTime at={queue.oldestAt} /> : '–',
            Failed: queue.failed === 0 ? '0' : <RetryAll queue={queue} />,
          },
        }))}
      />
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
  return (
    <details className={css['more']} open>
      <summary>
        {queueInWords(queue.queue)}: why {queue.failed === 1 ? 'it' : 'they'} failed
      </summary>
      <ul className={css['failures']}>
        {queue.failures.map((failure) => (
          <li key={failure.id}>
            <span>
              {failure.problem ?? 'No reason is known'}{' '}
              {failure.at && (
                <span className={css['quiet']}>
                  <RelativeTime at={failure.at} />
                </span>
              )}
            </span>
            <RetryOne queue={queue.queue} id={failure.id} />
          </li>
        ))}
      </ul>
      {queue.failed > queue.failures.length && (
        <p className={css['quiet']}>and {number(queue.failed - queue.failures.length)} more</p>
      )}
    </details>
  )
}

function RetryOne({ queue, id }: { queue: string; id: string }) {
  const retry = useHealthAction('retry')
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      loading={retry.isPending}
      onClick={() => retry.mutate({ queue, id })}
    >
      Retry
    </Button>
  )
}
