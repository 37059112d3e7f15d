import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { GongConnection } from '../api/types.ts'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { StateBadge } from '../parts/StateBadge.tsx'
import type { Look } from '../parts/state.ts'
import css from './GongPage.module.css'
import { ListCompared } from './ListCompared.tsx'
import { ListsOnly } from './ListsOnly.tsx'
import { IN_USE, ruleLook, subscriptionLook } from './look.ts'
import { NewAddress } from './NewAddress.tsx'
import { ReplaceSubscription } from './ReplaceSubscription.tsx'
import { RuleSteps } from './RuleSteps.tsx'
import { useGongAction } from './useGongAction.ts'

/** How we hear of calls: three ways, which one is in use, and the way into each of the others. */
export function DeliverySection({ connection }: { connection: GongConnection }) {
  return (
    <section className={css['block']} aria-labelledby="delivery">
      <h2 id="delivery" className={css['title']}>
        How calls arrive
      </h2>
      <ul className={css['ways']}>
        <Subscription connection={connection} />
        <Rule connection={connection} />
        <Comparing connection={connection} />
      </ul>
    </section>
  )
}

function Way(props: { name: string; look: Look | null; children: ReactNode; buttons?: ReactNode }) {
  const { name, look, children, buttons } = props
  return (
    <li className={css['way']} aria-label={name}>
      <div className={css['wayHead']}>
        <h3>{name}</h3>
        {look && <StateBadge look={look} />}
      </div>
      {children}
      {buttons && <div className={css['buttons']}>{buttons}</div>}
    </li>
  )
}

type SubscriptionState = NonNullable<GongConnection['subscription']>['state']

const SUBSCRIPTION: Record<SubscriptionState | 'none', string> = {
  active: 'Gong tells us of each call the moment it is analysed. FastFollow sets this up and looks after it.',
  conflict: 'The subscription of another program holds the only place.',
  refused: 'Gong did not accept it. It is tried again every hour.',
  not_offered: 'Your Gong does not offer subscriptions: today none does. An automation rule does the same.',
  none: 'Gong tells us of each call the moment it is analysed. FastFollow sets this up by itself.',
}

const SUBSCRIBE: Record<SubscriptionState | 'none', string> = {
  active: 'Use it again',
  conflict: 'Resubscribe',
  refused: 'Resubscribe',
  not_offered: 'Ask again',
  none: 'Subscribe',
}

function Subscription({ connection }: { connection: GongConnection }) {
  const { delivery, subscription, canManage } = connection
  const resubscribe = useGongAction('resubscribe')
  const isActive = delivery === 'subscription' && subscription?.state === 'active'
  return (
    <Way
      name="Subscription"
      look={subscriptionLook(connection)}
      buttons={
        canManage && (
          <>
            <Button
              size="xs"
              variant="default"
              loading={resubscribe.isPending}
              onClick={() => resubscribe.mutate({})}
            >
              {isActive ? 'Check and renew' : SUBSCRIBE[subscription?.state ?? 'none']}
            </Button>
            <ReplaceSubscription connection={connection} />
            {delivery === 'subscription' && <NewAddress connection={connection} />}
          </>
        )
      }
    >
      <p className={css['quiet']}>
        {SUBSCRIPTION[subscription?.state ?? 'none']}
        {isActive && subscription?.since && (
          <>
            {' '}
            Since <RelativeTime at={subscription.since} />
            {subscription.id && `, id ${subscription.id}`}.
          </>
        )}
      </p>
    </Way>
  )
}

function Rule({ connection }: { connection: GongConnection }) {
  const { delivery, subscription, rule, canManage } = connection
  const isNext = delivery !== 'subscription' && subscription?.state === 'not_offered'
  const isBegun = delivery === 'rule' || rule !== null
  const [isOpen, open] = useOpenWhere(isNext && rule?.state !== 'verified')
  return (
    <Way name="Automation rule" look={ruleLook(connection)}>
      <p className={css['quiet']}>
        An administrator of Gong builds a rule there, in about five minutes, that sends us each analysed call.
        {rule?.state === 'verified' && rule.verifiedAt && (
          <>
            {' '}
            A delivery was seen to be genuine <RelativeTime at={rule.verifiedAt} />.
          </>
        )}
      </p>
      {canManage && (
        <details className={css['more']} open={isOpen} onToggle={(event) => open(event.currentTarget.open)}>
          <summary>{isBegun ? 'Its steps, address and key' : 'Set it up'}</summary>
          <RuleSteps connection={connection} />
        </details>
      )}
    </Way>
  )
}

/** Opens by itself where it becomes the next step. It never closes by itself: one is reading it. */
function useOpenWhere(isNext: boolean): [boolean, (isOpen: boolean) => void] {
  const [isOpen, open] = useState(isNext)
  const [wasNext, setWasNext] = useState(isNext)
  if (isNext && !wasNext) {
    setWasNext(true)
    open(true)
  }
  return [isOpen, open]
}

const NET: Look = { shape: 'check', tone: 'quiet', word: 'Always on beside it' }

function Comparing({ connection }: { connection: GongConnection }) {
  const { delivery, canManage } = connection
  return (
    <Way
      name="Comparing lists"
      look={delivery === 'poll' ? IN_USE : NET}
      buttons={canManage && delivery !== 'poll' && <ListsOnly connection={connection} />}
    >
      <p className={css['quiet']}>
        Every few minutes Gong’s own list is compared with ours, so that a call which nobody announced is
        found too.{' '}
        {delivery === 'poll' && 'Now all calls are found so: minutes later than announced ones, none lost. '}
        It needs nothing in Gong, and no way for Gong to reach this server.
      </p>
      <p>
        <ListCompared connection={connection} />
      </p>
    </Way>
  )
}
