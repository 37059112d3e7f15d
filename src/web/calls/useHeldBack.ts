import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { CallSummary } from '../api/types.ts'
import { heldBack } from './group.ts'

/** Further down than this, new rows above would move what is being read. */
const READING_PX = 120

/** Splits the calls into those to show and those that wait until the reader comes back to the top or asks for them. */
export function useHeldBack(calls: CallSummary[]) {
  const [shownIds, setShownIds] = useState<ReadonlySet<string>>(() => new Set(calls.map((call) => call.id)))
  const first = useRef(shownIds)
  const waiting = useMemo(() => heldBack(calls, shownIds), [calls, shownIds])

  const showAll = useCallback(() => setShownIds(new Set(calls.map((call) => call.id))), [calls])
  useEffect(() => {
    if (calls.every((call) => shownIds.has(call.id))) return
    // Below what is shown, older pages may always be added; above, only while one looks at the top.
    if (waiting.size === 0 || window.scrollY <= READING_PX) return showAll()
    const onScroll = (): void => {
      if (window.scrollY <= READING_PX) showAll()
    }
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => window.removeEventListener('scroll', onScroll)
  }, [calls, shownIds, waiting, showAll])

  return {
    shown: useMemo(() => calls.filter((call) => !waiting.has(call.id)), [calls, waiting]),
    held: waiting.size,
    release: () => {
      showAll()
      window.scrollTo({ top: 0, behavior: 'smooth' })
    },
    /** Did it arrive after the list was opened? */
    isNew: (id: string) => !first.current.has(id),
  }
}
