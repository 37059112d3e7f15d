import type { ButtonProps } from '@mantine/core'
import type { GongConnection } from '../api/types.ts'
import { Confirm } from '../parts/Confirm.tsx'
import { useGongAction } from './useGongAction.ts'

/** Another secret address for Gong to deliver to, for when somebody else has seen the present one. */
export function NewAddress({
  connection,
  button,
}: {
  connection: Pick<GongConnection, 'delivery' | 'webhookUrl'>
  button?: Pick<ButtonProps, 'size' | 'variant'>
}) {
  const rotate = useGongAction('rotate')
  if (connection.webhookUrl === null) return null
  return (
    <Confirm
      word="New address"
      title="Make a new webhook address?"
      yes="Make a new address"
      act={() => rotate.mutateAsync({})}
      isBusy={rotate.isPending}
      button={{ size: 'xs', ...button }}
    >
      <p>
        Gong gets another secret address to deliver to. <b>The old one works for one more hour</b>, so that
        nothing on its way is lost; then it is refused.
      </p>
      <p>
        {connection.delivery === 'rule'
          ? 'Copy the new address into the rule in Gong within that hour. The key stays the same.'
          : 'The subscription moves to it by itself: nothing else to do.'}
      </p>
    </Confirm>
  )
}
