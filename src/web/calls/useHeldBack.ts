import { useMemo, useState, useSyncExternalStore } from 'react'
import type { CallSummary } from '../api/types.ts'
import { heldBack } from './group.ts'

/** Further down than this, new rows above would move what is being read. */
const READING_PX = 120

const isReading = (): boolean => window.scrollY > READING_PX

function onScroll(listener: () => void): () => void {
  window.addEventListener('scroll', listener, { passive: true })
  return () => window.removeEventListener('scroll', listener)
}

const idsOf = (calls: CallSummary[]): ReadonlySet<string> => new Set(calls.map((call) => call.id))

/** Splits the calls into those to show and those that wait until the reader comes back to the top or asks for them. */
export function useHeldBack(calls: CallSummary[]) {
  const reading = useSyncExternalStore(onScroll, isReading)
  const [first] = useState(() => idsOf(calls))
  // What stood in the list when the reader began to read further down; null at the top.
  const [frozen, setFrozen] = useState<ReadonlySet<string> | null>(null)
  if (reading && !frozen) setFrozen(idsOf(calls))
  if (!reading && frozen) setFrozen(null)

  const waiting = useMemo(() => (frozen ? heldBack(calls, frozen) : new Set<string>()), [calls, frozen])
  return {
    shown: useMemo(() => calls.filter((call) => !waiting.has(call.id)), [calls, waiting]),
    held: waiting.size,
    release: () => {
      setFrozen(idsOf(calls))
      window.scrollTo({ top: 0, behavior: 'smooth' })
    },
    /** Did it arrive after the list was opened? */
    isNew: (id: string) => !first.has(id),
  }
}
