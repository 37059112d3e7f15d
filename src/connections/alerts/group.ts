import type { News } from './news.ts'
import { COLLECT_S } from './worth-telling.ts'

/**
 * What is told now, together. While something more ripens within the collecting time it is waited for, so that troubles
 * of one cause make one message; but what is ripe waits no longer than that time.
 * @param news ripe now or within the collecting time
 */
export function toTellNow<N extends Pick<News, 'ripeAt'>>(news: N[], now: Date): N[] {
  const ripe = news.filter(({ ripeAt }) => ripeAt <= now)
  const ripensSoon = ripe.length < news.length
  const waited = ripe.some(({ ripeAt }) => now.getTime() - ripeAt.getTime() >= COLLECT_S * 1000)
  return ripensSoon && !waited ? [] : ripe
}
