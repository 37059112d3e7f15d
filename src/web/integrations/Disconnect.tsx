import type { GongConnection } from '../api/types.ts'
import { Confirm } from '../parts/Confirm.tsx'
import { useGongAction } from './useGongAction.ts'

/** Asks once, and says what goes and what stays. */
export function Disconnect({ connection }: { connection: GongConnection }) {
  const disconnect = useGongAction('disconnect')
  const { waitingCalls } = connection
  return (
    <Confirm
      word="Disconnect"
      title="Disconnect Gong?"
      no="Stay connected"
      act={() => disconnect.mutateAsync({})}
      isBusy={disconnect.isPending}
      button={{ color: 'red' }}
      danger
    >
      <p>
        <b>What goes:</b> our access to Gong and Gong’s notification of new calls. No new call comes in
        {waitingCalls > 0 &&
          `, and ${waitingCalls === 1 ? 'the call that waits stays' : `the ${waitingCalls} calls that wait stay`} without a follow-up`}
        .{connection.delivery === 'rule' && ' The automation rule stays in Gong: switch it off there.'}
      </p>
      <p>
        <b>What stays:</b> all calls and follow-ups, and the client you entered. Connecting again picks up
        where you left.
      </p>
    </Confirm>
  )
}
