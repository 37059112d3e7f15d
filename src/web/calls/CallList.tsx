import { Button } from '@mantine/core'
import { useMemo, useRef } from 'react'
import type { CallSummary } from '../api/types.ts'
import { MoreSentinel } from '../parts/MoreSentinel.tsx'
import { dayHeading } from '../parts/time.ts'
import { useNow } from '../parts/useNow.ts'
import { useRowKeys } from '../shell/useRowKeys.ts'
import css from './CallList.module.css'
import { CallRow } from './CallRow.tsx'
import { byDay } from './group.ts'
import { useHeldBack } from './useHeldBack.ts'

interface Props {
  calls: CallSummary[]
  mineFirst: boolean
  /** The answer to an earlier question, shown until the new one is here. */
  stale: boolean
  more: boolean
  loadingMore: boolean
  onMore: () => void
}

/** The calls by day. What arrives while one reads further down waits behind a button, so nothing jumps. */
export function CallList({ calls, mineFirst, stale, more, loadingMore, onMore }: Props) {
  const now = useNow()
  const list = useRef<HTMLDivElement>(null)
  const { shown, held, release, isNew } = useHeldBack(calls)
  const days = useMemo(() => byDay(shown, mineFirst), [shown, mineFirst])
  useRowKeys(list)

  return (
    <div ref={list} className={css['list']} data-stale={stale || undefined}>
      <div className={css['waiting']} role="status">
        {held > 0 && (
          <Button size="compact-sm" radius="xl" onClick={release}>
            {held === 1 ? '1 new call' : `${held} new calls`}
          </Button>
        )}
      </div>
      {days.map((day) => (
        <section key={day.key} aria-labelledby={`day-${day.key}`}>
          <h2 id={`day-${day.key}`} className={css['day']}>
            {day.at ? dayHeading(day.at, now) : 'Just announced'}
          </h2>
          <Rows calls={day.calls} isNew={isNew} />
          {day.others.length > 0 && (
            <>
              <h3 className={css['others']}>Colleagues’ calls</h3>
              <Rows calls={day.others} isNew={isNew} />
            </>
          )}
        </section>
      ))}
      <MoreSentinel more={more} loading={loadingMore} onMore={onMore} label="Show older calls" />
    </div>
  )
}

function Rows({ calls, isNew }: { calls: CallSummary[]; isNew: (id: string) => boolean }) {
  return (
    <ul className={css['rows']}>
      {calls.map((call) => (
        <CallRow key={call.id} call={call} isNew={isNew(call.id)} />
      ))}
    </ul>
  )
}
