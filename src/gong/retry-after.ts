/** A 429 that does not say how long, or says nonsense: Gong's window is one second, and somebody else may be using it. */
const UNSAID_MS = 5_000
const MIN_MS = 1_000
/** Gong's longest limit is a day; whatever claims more is wrong. */
const MAX_MS = 24 * 60 * 60 * 1000

/** How long a 429 tells us to wait: `Retry-After` in full, as whole seconds or as an HTTP date, at most a day. In ms. */
export function retryAfterMs(headers: Headers, now: Date): number {
  const said = headers.get('retry-after')?.trim() ?? ''
  if (/^[0-9]+$/.test(said)) return within(Number(said) * 1000)
  const until = isHttpDate(said) ? Date.parse(said) : NaN
  if (Number.isNaN(until)) return UNSAID_MS
  // A date is read against Gong's own clock where the answer tells it, so that ours may be wrong.
  const gongsNow = Date.parse(headers.get('date') ?? '')
  return within(until - (Number.isNaN(gongsNow) ? now.getTime() : gongsNow))
}

function within(ms: number): number {
  return Math.min(Math.max(ms, MIN_MS), MAX_MS)
}

/** `Date.parse` alone takes almost anything for a date, "-3" among them. */
function isHttpDate(text: string): boolean {
  return /^[A-Z][a-z]{2,8},? .*[0-9]{2}:[0-9]{2}:[0-9]{2}/.test(text)
}
