import { RelativeTime } from '../parts/RelativeTime.tsx'
import css from './Alerts.module.css'
import type { Alerts } from './useAlerts.ts'

/** What came of the last sending, in a line. */
export function LastSending({ sending }: { sending: Alerts['email'] | Alerts['webhook'] }) {
  const { failure, lastFailureAt, lastSuccessAt, waiting, nextTryAt } = sending
  if (failure !== null && lastFailureAt !== null)
    return (
      <p className={css['failed']} role="status">
        Failed <RelativeTime at={lastFailureAt} />: {failure}
        {waiting > 0 && nextTryAt !== null && (
          <>
            {' '}
            {waiting === 1 ? 'One message waits' : `${waiting} messages wait`}; next try{' '}
            <RelativeTime at={nextTryAt} as="clock" />.
          </>
        )}
      </p>
    )
  return (
    <p className={css['sent']}>
      {lastSuccessAt === null ? (
        'Nothing was sent yet.'
      ) : (
        <>
          Last sent <RelativeTime at={lastSuccessAt} />.
        </>
      )}
    </p>
  )
}
