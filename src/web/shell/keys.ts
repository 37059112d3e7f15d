import { useEffect, useRef } from 'react'

/** What a key does; `g c` is two keys one after the other. */
export type KeyMap = Record<string, (event: KeyboardEvent) => void>

/** The page that came last answers first, so a page can give `/` a meaning of its own. */
const layers: { current: KeyMap }[] = []
const SEQUENCE_MS = 1200
let pending = { key: '', until: 0 }

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return
  const sequence = pending.until > Date.now() ? `${pending.key} ${event.key}` : undefined
  pending =
    event.key === 'g' && !sequence ? { key: 'g', until: Date.now() + SEQUENCE_MS } : { key: '', until: 0 }
  for (const layer of layers.toReversed()) {
    const act = (sequence && layer.current[sequence]) || layer.current[event.key]
    if (!act) continue
    event.preventDefault()
    act(event)
    return
  }
}

/** While someone types or an overlay is open, letters are letters. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return true
  return target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null
}

/** Listens for single keys as long as the component is shown. */
export function useKeys(map: KeyMap): void {
  const layer = useRef(map)
  useEffect(() => {
    layer.current = map
  })
  useEffect(() => {
    if (layers.length === 0) window.addEventListener('keydown', onKeyDown)
    layers.push(layer)
    return () => {
      layers.splice(layers.indexOf(layer), 1)
      if (layers.length === 0) window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}
