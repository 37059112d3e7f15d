import type { GongConnection } from '../api/types.ts'
import { RelativeTime } from '../parts/RelativeTime.tsx'

const BY: Record<GongConnection['delivery'], string> = {
  subscription: 'Gong tells us of each call at once',
  rule: 'An automation rule in Gong tells us of each call',
  poll: 'We compare Gong’s list with ours every few minutes',
}

/** The connection in one line that is never rosier than it is. */
export function Truth({ connection }: { connection: GongConnection }) {
  const { status, owner, delivery, lastEventAt, listReadAt, gong } = connection
  if (status === 'not_connected') {
    return connection.canManage
      ? 'Connect Gong, and each call’s follow-up lies here minutes after the call.'
      : 'An admin of your workspace can connect Gong.'
  }
  if (status === 'needs_reconnect')
    return 'Gong no longer lets us in. Nothing is lost: calls wait until an admin reconnects.'
  return (
    <>
      Connected{gong === 'simulator' && ' to the simulator'}
      {owner && ` by ${owner.name}`}. {BY[delivery]}
      {delivery === 'poll' ? (
        listReadAt && (
          <>
            , last <RelativeTime at={listReadAt} />
          </>
        )
      ) : lastEventAt ? (
        <>
          , last <RelativeTime at={lastEventAt} />
        </>
      ) : (
        '; waiting for the first call'
      )}
      .
      {delivery !== 'poll' && listReadAt && (
        <>
          {' '}
          Compared with Gong’s list <RelativeTime at={listReadAt} />.
        </>
      )}
    </>
  )
}
