import { Button } from '@mantine/core'
import type { GongConnection } from '../api/types.ts'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { StateBadge } from '../parts/StateBadge.tsx'
import type { Look } from '../parts/state.ts'
import css from './GongPage.module.css'
import { RuleSetup } from './RuleSetup.tsx'
import { useGongAction } from './useGongAction.ts'

type State = NonNullable<GongConnection['subscription']>['state']

const SUBSCRIPTION: Record<State, string> = {
  active: 'Gong tells us of each call the moment it is analysed.',
  missing: 'The subscription is gone from Gong. It can be made again.',
  conflict: 'Another subscription holds the place. It can be replaced.',
  refused: 'Gong did not accept it.',
  not_offered: 'This Gong does not offer subscriptions; an automation rule does the same.',
}

const IN_USE: Look = { shape: 'check', tone: 'good', word: 'In use' }

/** How we hear of calls: three ways, one in use, the others explained. */
export function DeliverySection({ connection }: { connection: GongConnection }) {
  const { delivery, subscription } = connection
  return (
    <section className={css['block']} aria-labelledby="delivery">
      <h2 id="delivery" className={css['title']}>
        How calls arrive
      </h2>
      <ul className={css['ways']}>
        <li className={css['way']}>
          <div className={css['wayHead']}>
            <h3>Subscription</h3>
            {delivery === 'subscription' && <StateBadge look={IN_USE} />}
          </div>
          <p>
            {SUBSCRIPTION[subscription?.state ?? 'missing']}
            {subscription?.state === 'active' && subscription.since && (
              <>
                {' '}
                Since <RelativeTime at={subscription.since} />
                {subscription.id && `, id ${subscription.id}`}.
              </>
            )}
          </p>
          {connection.canManage && <Resubscribe connection={connection} />}
        </li>
        <li className={css['way']}>
          <div className={css['wayHead']}>
            <h3>Automation rule</h3>
            {delivery === 'rule' && <StateBadge look={IN_USE} />}
          </div>
          <p>An administrator builds a rule in Gong that calls our address for each analysed call.</p>
          {connection.canManage && <RuleSetup connection={connection} />}
        </li>
        <li className={css['way']}>
          <div className={css['wayHead']}>
            <h3>Comparing lists</h3>
            <StateBadge
              look={
                delivery === 'poll'
                  ? IN_USE
                  : { shape: 'check', tone: 'quiet', word: 'Always on, as the net below' }
              }
            />
          </div>
          <p>
            Every few minutes Gong’s own list is compared with ours. What was not announced is found here.
          </p>
        </li>
      </ul>
    </section>
  )
}

function Resubscribe({ connection }: { connection: GongConnection }) {
  const resubscribe = useGongAction('resubscribe')
  const state = connection.subscription?.state
  return (
    <div className={css['buttons']}>
      <Button
        size="xs"
        variant="default"
        loading={resubscribe.isPending}
        onClick={() => resubscribe.mutate({})}
      >
        {connection.delivery === 'subscription' && state === 'active' ? 'Check and renew' : 'Resubscribe'}
      </Button>
      {state === 'conflict' && (
        <Button
          size="xs"
          variant="default"
          loading={resubscribe.isPending}
          onClick={() => resubscribe.mutate({ replace: true })}
        >
          Replace the other one
        </Button>
      )}
    </div>
  )
}
