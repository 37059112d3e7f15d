import { html } from './html.ts'
import type { Html } from './html.ts'

/** A time as people say it, with the exact one behind it. */
export function timeAgo(ms: number, nowMs: number): Html {
  const iso = new Date(ms).toISOString()
  return html`<time datetime="${iso}" title="${iso.slice(0, 19).replace('T', ' ')} UTC"
    >${agoWords(nowMs - ms)}</time
  >`
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function agoWords(ms: number): string {
  if (ms < -1000) return `in ${Math.ceil(-ms / 1000)} s`
  if (ms < 5000) return 'now'
  if (ms < MINUTE) return `${Math.floor(ms / 1000)} s ago`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ago`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ago`
  const days = Math.floor(ms / DAY)
  return days === 1 ? 'yesterday' : `${days} days ago`
}

export function minutes(seconds: number): string {
  return `${Math.max(1, Math.round(seconds / 60))} min`
}

/** An address whose last part is a secret: enough to recognise it by. */
export function withoutSecret(address: string): string {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  const parts = url.pathname.split('/')
  const last = parts.pop() ?? ''
  return `${url.origin}${[...parts, last.length > 6 ? `${last.slice(0, 4)}…` : last].join('/')}${url.search === '' ? '' : '?…'}`
}

const languages: Record<string, string> = {
  ger: 'German',
  deu: 'German',
  jpn: 'Japanese',
  spa: 'Spanish',
  fra: 'French',
}

/** Null for English, which goes without saying here. */
export function languageName(code: string): string | null {
  return code === 'eng' ? null : (languages[code] ?? code)
}
