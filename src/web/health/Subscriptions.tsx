import { Button } from '@mantine/core'
import { useGongAction } from '../integrations/useGongAction.ts'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { StateBadge } from '../parts/StateBadge.tsx'
import type { Look } from '../parts/state.ts'
import { EventChart } from './EventChart.tsx'
import css from './Health.module.css'
import type { Health } from './query.ts'
import { Section } from './Section.tsx'
import { useHealthAction } from './useHealthAction.ts'
import { masked, missedShare, number } from './words.ts'

type Connection = Health['connections'][number]

const LOOKS: Record<string, Look> = {
  active: { shape: 'check', tone: 'good', word: 'Active' },
  missing: { shape: 'cross', tone: 'bad', word: 'Gone' },
  conflict: { shape: 'warn', tone: 'warn', word: 'Another one holds the place' },
  refused: { shape: 'cross', tone: 'bad', word: 'Refused' },
  not_offered: { shape: 'dash', tone: 'quiet', word: 'Not offered by this Gong' },
}

const RULE: Record<NonNullable<Connection['rule']>['state'], Look> = {
  needs_key: { shape: 'ring', tone: 'warn', word: 'Its public key is missing' },
  waiting_for_test: { shape: 'ring', tone: 'accent', word: 'Waiting for the test delivery' },
  verified: { shape: 'check', tone: 'good', word: 'Verified' },
}

/** The subscription as wanted and as it is, and what it announced. */
export function Subscriptions({ health, connection }: { health: Health; connection: Connection }) {
  const { wanted, actual } = health.subscriptions
  return (
    <Section title="Gong subscriptions" actions={<Buttons connection={connection} />}>
      {wanted.map((each) => (
        <p key={each.event}>
          Wanted: <code>{each.event}</code> → <code className={css['url']}>{masked(each.url)}</code>
        </p>
      ))}
      {actual.map((each) => (
        <p key={each.id ?? each.state}>
          Actual: <StateBadge look={LOOKS[each.state] ?? LOOKS['missing']!} />
          {each.id && `, id ${each.id}`}
          {each.since && (
            <>
              , made <RelativeTime at={each.since} />
            </>
          )}
          {each.checkedAt && (
            <>
              , compared <RelativeTime at={each.checkedAt} />
            </>
          )}
        </p>
      ))}
      {connection.rule && connection.delivery === 'rule' && (
        <p>
          Automation rule: <StateBadge look={RULE[connection.rule.state]} />
          {connection.rule.filter && ' · It leaves out internal calls; those are found by comparing lists.'}
        </p>
      )}
      {connection.delivery === 'poll' && (
        <p>Nothing announces calls now: they are found by comparing lists.</p>
      )}
      <EventChart days={health.events.days} />
      <p className={css['quiet']}>
        Two weeks: announced {number(health.events.announced)} · found by comparing{' '}
        {number(health.events.found)}
        {health.events.found > 0 && ` (${missedShare(health.events)})`} · last event{' '}
        {health.events.lastEventAt ? <RelativeTime at={health.events.lastEventAt} /> : 'none yet'}
      </p>
    </Section>
  )
}

function Buttons({ connection }: { connection: Connection }) {
  const resubscribe = useGongAction('resubscribe')
  const test = useHealthAction('test')
  const rotate = useHealthAction('rotate')
  if (connection.status === 'not_connected') return null
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={resubscribe.isPending}
        onClick={() => resubscribe.mutate({})}
      >
        Resubscribe
      </Button>
      {connection.subscription?.state === 'conflict' && (
        <Button
          size="xs"
          variant="default"
          loading={resubscribe.isPending}
          onClick={() => resubscribe.mutate({ replace: true })}
        >
          Replace
        </Button>
      )}
      {connection.gong === 'simulator' && (
        <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate({})}>
          Send test
        </Button>
      )}
      {connection.webhookUrl && (
        <Button size="xs" variant="subtle" loading={rotate.isPending} onClick={() => rotate.mutate({})}>
          New address
        </Button>
      )}
    </>
  )
}
