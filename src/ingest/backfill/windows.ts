import { PAGE_SIZE } from '../../gong/bulk.ts'

/** A stretch of Gong's history: `from` inclusive, `to` exclusive. */
export interface Window {
  from: Date
  to: Date
}

/** One window pages in minutes even where Gong answers slowly: a cursor lives for an hour, and is never stored. */
const MOST_CALLS_A_WINDOW = 2_500
/**
 * So many sequences of pages, side by side, use up the allowance while an answer takes up to a second, or two where half
 * of the requests are for transcripts. More would waste requests: each window ends with a page that is not full.
 */
const SIDE_BY_SIDE = 3
/** A window with fewer calls than this is not worth a page that is not full. */
const FEWEST_CALLS_A_WINDOW = 150
/** A window that holds so many more calls than were planned for it is split. */
const SPLIT_ABOVE = 1.5
const SHORTEST_MS = 60_000
/** The rest of a split window begins this long before the last call that was read: its place may be a scheduled time. */
const OVERLAP_MS = 3_600_000

/** How many calls a window of this run should hold. */
function callsAWindow(counted: number): number {
  return Math.ceil(counted / windowCount(counted))
}

function windowCount(counted: number): number {
  const sideBySide = Math.min(SIDE_BY_SIDE, Math.floor(counted / FEWEST_CALLS_A_WINDOW))
  return Math.max(1, sideBySide, Math.ceil(counted / MOST_CALLS_A_WINDOW))
}

/** Cuts a range in which Gong counts so many calls into windows of equal length. */
export function planWindows(range: Window, counted: number): Window[] {
  return counted === 0 ? [] : cut(range, windowCount(counted))
}

/**
 * What is left of a window that turns out to hold far more than planned, cut anew; null = it is as planned. `lastRead`
 * is where the first page ended: Gong lists calls in the order of their time.
 */
export function splitRest(
  window: Window,
  lastRead: Date | null,
  total: number,
  counted: number,
): Window[] | null {
  const planned = callsAWindow(counted)
  if (lastRead === null || total <= planned * SPLIT_ABOVE || total <= 2 * FEWEST_CALLS_A_WINDOW) return null
  const from = new Date(Math.max(window.from.getTime(), lastRead.getTime() - OVERLAP_MS))
  const rest = { from, to: window.to }
  return lengthOf(rest) < lengthOf(window) && lengthOf(rest) > SHORTEST_MS
    ? cut(rest, Math.ceil(total / planned))
    : null
}

/** Two halves, for a window that could not be read to its end in one go; the window itself when it is too short for that. */
export function halve(window: Window): Window[] {
  return cut(window, 2)
}

/** Requests for so many calls: pages of details (some not full) and transcripts, a page a request. */
export function requestsFor(calls: number, transcripts = calls): number {
  if (calls === 0) return 0
  return (
    Math.ceil(calls / PAGE_SIZE) + Math.floor(windowCount(calls) / 2) + Math.ceil(transcripts / PAGE_SIZE)
  )
}

function cut({ from, to }: Window, parts: number): Window[] {
  const count = Math.max(1, Math.min(parts, Math.floor((to.getTime() - from.getTime()) / SHORTEST_MS)))
  const edge = (part: number): Date =>
    new Date(from.getTime() + Math.round(((to.getTime() - from.getTime()) * part) / count))
  return Array.from({ length: count }, (_, part) => ({ from: edge(part), to: edge(part + 1) }))
}

function lengthOf({ from, to }: Window): number {
  return to.getTime() - from.getTime()
}
