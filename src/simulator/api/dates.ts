import { chance } from '../ids.ts'

const OFFSETS_MIN = [0, 0, 120, -420, 60, 540, -300]

/**
 * A time as Gong writes it: with some offset, and with none to six digits after the second.
 * Which of them depends on `id` alone, so that a record always looks the same.
 */
export function gongDate(ms: number, id: string): string {
  const offset = OFFSETS_MIN[Math.floor(chance('offset', id) * OFFSETS_MIN.length)] ?? 0
  const local = new Date(ms + offset * 60_000).toISOString()
  const digits = chance('digits', id)
  const fraction = ms % 1000 === 0 && digits < 0.5 ? '' : local.slice(19, 23) + (digits > 0.8 ? '562' : '')
  return local.slice(0, 19) + fraction + offsetText(offset)
}

function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z'
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}

/** Milliseconds of an ISO 8601 time with an offset or `Z`; null for anything else. */
export function readGongDate(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i.test(text)) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : ms
}
