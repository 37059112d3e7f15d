import { Button } from '@mantine/core'
import { ruleStateLook, subscriptionStateLook } from '../integrations/look.ts'
import { NewAddress } from '../integrations/NewAddress.tsx'
import { otherSubscription, ReplaceSubscription } from '../integrations/ReplaceSubscription.tsx'
import { useGongAction } from '../integrations/useGongAction.ts'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { StateBadge } from '../parts/StateBadge.tsx'
import { EventChart } from './EventChart.tsx'
import css from './Health.module.css'
import type { Health } from './query.ts'
import { Section } from './Section.tsx'
import { useHealthAction } from './useHealthAction.ts'
import { masked, missedShare, number } from './words.ts'

type Connection = Health['connections'][number]

/** The subscription as wanted and as it is, and what it announced. */
export function Subscriptions({ health, connection }: { health: Health; connection: Connection }) {
  const { wanted, actual } = health.subscriptions
  const other = otherSubscription(connection.issues)
  return (
    <Section title="Gong subscriptions" actions={<Buttons connection={connection} />}>
      {wanted.map((each) => (
        <p key={each.event}>
          Wanted: <code>{each.event}</code> → <code className={css['url']}>{masked(each.url)}</code>
        </p>
      ))}
      {actual.map((each) => (
        <p key={each.id ?? each.state}>
          Actual: <StateBadge look={subscriptionStateLook(each.state)} />
          {each.id && `, id ${each.id}`}
          {each.state === 'conflict' && other && (
            <>
              : id {other.id} → <code className={css['url']}>{other.url}</code>
            </>
          )}
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
          Automation rule: <StateBadge look={ruleStateLook(connection.rule.state)} />
          {connection.rule.filter && ' · It leaves out internal calls; those are found by comparing lists.'}
        </p>
      )}
      {connection.delivery === 'poll' && (
        <p>Nothing announces calls now: they are found by comparing lists.</p>
      )}
      <EventChart days={health.events.days} />
      <p className={css['quiet']}>
        Two weeks: announced {number(health.events.announced)} · found by comparing
        {health.events.found > 0 && ' (dashed)'} {number(health.events.found)}
        {health.events.found > 0 && `, ${missedShare(health.events)}`} · last event{' '}
        {health.events.lastEventAt ? <RelativeTime at={health.events.lastEventAt} /> : 'none yet'}
      </p>
    </Section>
  )
}

function Buttons({ connection }: { connection: Connection }) {
  const resubscribe = useGongAction('resubscribe')
  const test = useHealthAction('test')
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
      <ReplaceSubscription connection={connection} />
      {connection.gong === 'simulator' && (
        <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate({})}>
          Send test
        </Button>
      )}
      <NewAddress connection={connection} button={{ variant: 'subtle' }} />
    </>
  )
}
