import type { GongConnection } from '../api/types.ts'
import { Confirm } from '../parts/Confirm.tsx'
import { useGongAction } from './useGongAction.ts'

/** For who wants nothing to be announced: asked once, because calls then arrive minutes later. */
export function ListsOnly({ connection: { delivery } }: { connection: GongConnection }) {
  const listsOnly = useGongAction('listsOnly')
  return (
    <Confirm
      word="Use only this"
      title="Find calls by comparing lists alone?"
      yes="Compare lists only"
      act={() => listsOnly.mutateAsync({})}
      isBusy={listsOnly.isPending}
      button={{ size: 'xs', variant: 'default' }}
    >
      <p>
        <b>What goes:</b>{' '}
        {delivery === 'subscription'
          ? 'our subscription at Gong. '
          : 'nothing at Gong: switch its rule off there. '}
        Calls arrive minutes after Gong has analysed them, and not at once.
      </p>
      <p>
        <b>What stays:</b> every call is found. You can subscribe again, or set up a rule, at any time.
      </p>
    </Confirm>
  )
}
