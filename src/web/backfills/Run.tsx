import { Button, Group, Progress } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from '../api/queries.ts'
import { Confirm } from '../parts/Confirm.tsx'
import { wordsOf } from '../parts/Note.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { StateBadge } from '../parts/StateBadge.tsx'
import { useNow } from '../parts/useNow.ts'
import css from './Backfills.module.css'
import { act, type Backfill } from './query.ts'
import { count, hoursOf, isOver, lookOf, rangeOf, shareDone, situationOf, skippedOf } from './words.ts'

/** One import: how far it is, what it found, what one can do about it. */
export function Run({ run }: { run: Backfill }) {
  const now = useNow()
  const situation = situationOf(run, now)
  const title = rangeOf(run, now)
  return (
    <li className={css['run']} aria-label={`Import ${title}`}>
      <div className={css['head']}>
        <h3 className={css['title']}>{title}</h3>
        <StateBadge look={lookOf(run)} />
        {!isOver(run) && <Actions run={run} />}
      </div>
      {!isOver(run) && (
        <Progress.Root>
          <Progress.Section value={shareDone(run) * 100} aria-label={`Import ${title}`} />
        </Progress.Root>
      )}
      {situation && <p>{situation}</p>}
      <Counts run={run} />
      <p className={css['quiet']}>
        {run.writeFollowUps ? 'With follow-ups' : 'Without follow-ups'}
        {run.when !== 'now' && ` · ${hoursOf(run.when)}`} · {count(run.requests)}{' '}
        {run.requests === 1 ? 'request' : 'requests'} · started
        {run.createdBy ? ` by ${run.createdBy}` : ''} <RelativeTime at={run.createdAt} />
        {run.endedAt && (
          <>
            {' '}
            · ended <RelativeTime at={run.endedAt} />
          </>
        )}
      </p>
    </li>
  )
}

function Counts({ run }: { run: Backfill }) {
  const skipped = skippedOf(run)
  const figures: { name: string; value: number; more?: string; always?: true }[] = [
    {
      name: 'found',
      value: run.found,
      always: true,
      ...(run.total === null ? {} : { more: `of ${count(run.total)}` }),
    },
    { name: 'read', value: run.fetched, always: true },
    { name: 'drafted', value: run.drafted },
    { name: 'skipped', value: run.skipped, more: skipped },
    { name: 'waiting', value: run.waiting },
    { name: 'on hold', value: run.held },
    { name: 'failed', value: run.failed },
  ]
  return (
    <dl className={css['counts']}>
      {figures
        .filter(({ value, always }) => always || value > 0)
        .map(({ name, value, more }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <b>{count(value)}</b>
              {more && <span className={css['quiet']}> {more}</span>}
            </dd>
          </div>
        ))}
    </dl>
  )
}

const FAILED = {
  pause: 'The import was not paused',
  resume: 'The import did not go on',
  cancel: 'The import was not cancelled',
}

function Actions({ run }: { run: Backfill }) {
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (name: 'pause' | 'resume' | 'cancel') => act(run.id, name),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.backfills }),
    onError: (error, name) =>
      notifications.show({ color: 'red', title: FAILED[name], message: wordsOf(error) }),
  })
  return (
    <Group gap="xs" className={css['actions']}>
      {run.state === 'paused' ? (
        <Button size="xs" loading={change.isPending} onClick={() => change.mutate('resume')}>
          Go on
        </Button>
      ) : (
        <Button size="xs" variant="default" loading={change.isPending} onClick={() => change.mutate('pause')}>
          Pause
        </Button>
      )}
      <Confirm
        word="Cancel"
        title="Cancel this import?"
        yes="Cancel import"
        no="Keep it"
        act={() => change.mutateAsync('cancel')}
        isBusy={change.isPending}
        danger
        button={{ size: 'xs' }}
      >
        <p>
          What was read stays. The rest of these days is not read; a later import of them asks only for what
          is missing.
        </p>
      </Confirm>
    </Group>
  )
}
