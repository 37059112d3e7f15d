import type { ButtonProps } from '@mantine/core'
import type { GongConnection, Issue } from '../api/types.ts'
import { Confirm } from '../parts/Confirm.tsx'
import css from './GongPage.module.css'
import { useGongAction } from './useGongAction.ts'

/** The subscription of another program that holds our place at Gong, as far as Gong named it. */
export function otherSubscription(issues: Issue[]): { id: string; url: string } | null {
  const details = issues.find((issue) => issue.code === 'webhook_subscription_failed')?.details
  const [id, url] = [details?.['conflictId'], details?.['conflictUrl']]
  return typeof id === 'string' && typeof url === 'string' ? { id, url } : null
}

/** Takes the place of the other program's subscription, which then hears of no call any more: so it is asked once. */
export function ReplaceSubscription({
  connection,
  button,
}: {
  connection: GongConnection
  button?: Pick<ButtonProps, 'size' | 'variant'>
}) {
  const replace = useGongAction('resubscribe')
  const other = otherSubscription(connection.issues)
  if (!other && connection.subscription?.state !== 'conflict') return null
  return (
    <Confirm
      word="Replace"
      title="Replace the other subscription?"
      yes="Remove it and take its place"
      act={() => replace.mutateAsync({ replace: true })}
      isBusy={replace.isPending}
      button={{ size: 'xs', ...button }}
      danger
    >
      <p>
        <b>What goes:</b> the other program’s subscription at Gong. That program hears of no call any more,
        and only its makers can set it up again.
      </p>
      {other && <OtherSubscription other={other} />}
      <p>
        <b>What stays:</b> all calls, here and there.
      </p>
    </Confirm>
  )
}

/** Whose it is shows in its address. */
function OtherSubscription({ other }: { other: { id: string; url: string } }) {
  return (
    <dl className={css['other']}>
      <dt>Delivers to</dt>
      <dd>
        <code>{other.url}</code>
      </dd>
      <dt>Its id at Gong</dt>
      <dd>
        <code>{other.id}</code>
      </dd>
    </dl>
  )
}
