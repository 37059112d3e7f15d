import type { RefObject } from 'react'
import { useKeys } from './keys.ts'

/** `j` and `k` walk over the rows of a list: the elements marked `data-row`. */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  const walk = (by: 1 | -1): void => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const at = rows.findIndex((row) => row === document.activeElement)
    const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  useKeys({ j: () => walk(1), k: () => walk(-1) })
}
