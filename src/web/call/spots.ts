import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Evidence } from '../api/types.ts'

/** Something in the follow-up that rests on transcript sentences. `key` is unique on the page, such as `sentences:3`. */
export interface Spot {
  key: string
  /** Its words, by which it is found again when the list around it has changed. */
  text: string
  evidence: readonly Evidence[]
}

/**
 * Which part of the follow-up one looks at, and so which words of the transcript are marked; and the other way round.
 * A store of its own, so that moving the pointer redraws two sentences and not a transcript of 19,000 words.
 */
export class Spots {
  private hovered: Spot | null = null
  private selected: Spot | null = null
  private spoken: number | null = null
  private picked: Evidence[] | null = null
  private visited = { key: '', turn: 0 }
  private readonly listeners = new Set<() => void>()
  private readonly goers = new Set<(sentence: number, spot: Spot | null) => void>()

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Is called when the transcript should show a sentence. */
  onGo(goer: (sentence: number, spot: Spot | null) => void): () => void {
    this.goers.add(goer)
    return () => this.goers.delete(goer)
  }

  hover(spot: Spot | null): void {
    this.set(() => (this.hovered = spot))
  }

  select(spot: Spot | null): void {
    this.set(() => (this.selected = spot))
  }

  /** Selects and asks the transcript to show the words it rests on: the first ones, and each time again the next. */
  go(spot: Spot): void {
    this.select(spot)
    const turn = this.visited.key === spot.key ? this.visited.turn + 1 : 0
    this.visited = { key: spot.key, turn }
    const sentence = spot.evidence[turn % spot.evidence.length]?.sentence
    if (sentence !== undefined) for (const goer of this.goers) goer(sentence, spot)
  }

  /** Asks the transcript to show a sentence, whatever is selected. */
  show(sentence: number): void {
    for (const goer of this.goers) goer(sentence, null)
  }

  /** The transcript sentence under the pointer: what rests on it is marked in the follow-up. */
  hoverSpoken(sentence: number | null): void {
    this.set(() => (this.spoken = sentence))
  }

  /** Begins, or with null ends, "choose what rests on these words". */
  pick(evidence: Evidence[] | null): void {
    this.set(() => (this.picked = evidence))
  }

  isSelected = (key: string): boolean => this.selected?.key === key
  isLinked = (spot: Spot): boolean =>
    this.hovered?.key === spot.key ||
    (this.spoken !== null && spot.evidence.some((each) => each.sentence === this.spoken))
  selectedSpot = (): Spot | null => this.selected
  picking = (): Evidence[] | null => this.picked

  /** The marked sentences from `first` to `last` as text: a value that only changes when the marks there do. */
  marksWithin(first: number, last: number): string {
    const evidence = (this.hovered ?? this.selected)?.evidence ?? []
    return evidence
      .map((each) => each.sentence)
      .filter((sentence) => sentence >= first && sentence <= last)
      .join(',')
  }

  private set(change: () => void): void {
    change()
    for (const listener of this.listeners) listener()
  }
}

const Context = createContext(new Spots())
export const SpotsProvider = Context.Provider
export const useSpots = (): Spots => useContext(Context)

export const useIsSelected = (key: string): boolean => {
  const spots = useSpots()
  return useSyncExternalStore(spots.subscribe, () => spots.isSelected(key))
}
export const useIsLinked = (spot: Spot): boolean => {
  const spots = useSpots()
  return useSyncExternalStore(spots.subscribe, () => spots.isLinked(spot))
}
export const useSelected = (): Spot | null => {
  const spots = useSpots()
  return useSyncExternalStore(spots.subscribe, spots.selectedSpot)
}
export const usePicking = (): Evidence[] | null => {
  const spots = useSpots()
  return useSyncExternalStore(spots.subscribe, spots.picking)
}
export const useMarksWithin = (first: number, last: number): string => {
  const spots = useSpots()
  return useSyncExternalStore(spots.subscribe, () => spots.marksWithin(first, last))
}
