import { Button } from '@mantine/core'
import type { GongConnection } from '../api/types.ts'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { useGongAction } from './useGongAction.ts'

/** When Gong's list was last compared with ours, and when it is next. */
export function ListCompared({ connection }: { connection: GongConnection }) {
  const reconcile = useGongAction('reconcile')
  return (
    <>
      {connection.listReadAt ? (
        <>
          Compared <RelativeTime at={connection.listReadAt} />
        </>
      ) : (
        'Not compared yet'
      )}
      {connection.listNextAt && (
        <>
          , next at <RelativeTime at={connection.listNextAt} as="clock" />
        </>
      )}{' '}
      {connection.canManage && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={reconcile.isPending}
          onClick={() => reconcile.mutate({})}
        >
          Compare now
        </Button>
      )}
    </>
  )
}
