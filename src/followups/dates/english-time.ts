import { countOf } from './english-counts.ts'

const TIME =
  /(?:\b(?:at|by|before|around|from|until)\s+)?\b(?:(\d{1,2})(?::(\d\d))?\s*(a\.?m\.?|p\.?m\.?)|(\d{1,2}):(\d\d)|(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) o'?clock)(?=\W|$)|\b(?:at|by|before|around) (noon|midday)\b|\b(half past|quarter past|quarter to) (\w+)|\bat (\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?! (?:percent|per|euros?|dollars?|users?|seats?|people|%|or \d))/i

/** A time of day; a bare "at three" is an afternoon between 1 and 7, as people at work mean it. */
export function englishTime(text: string): { time: string; words: string } | null {
  const m = TIME.exec(text)
  if (!m) return null
  const words = m[0].trim()
  if (m[7]) return { time: '12:00', words }
  if (m[8]) {
    const base = countOf(m[9]!)
    if (!(base >= 1 && base <= 12)) return null
    const minutes = m[8].toLowerCase() === 'half past' ? 30 : m[8].toLowerCase() === 'quarter past' ? 15 : -15
    return clock(base, minutes, /* guess */ true, words)
  }
  const half = m[3]?.toLowerCase()
  let hour = countOf(m[1] ?? m[4] ?? m[6] ?? m[10] ?? '0')
  const minute = Number(m[2] ?? m[5] ?? 0)
  if (half?.startsWith('p') && hour < 12) hour += 12
  if (half?.startsWith('a') && hour === 12) hour = 0
  return clock(hour, minute, half === undefined && m[4] === undefined, words)
}

function clock(
  hour: number,
  minute: number,
  guess: boolean,
  words: string,
): { time: string; words: string } | null {
  const total = (guess && hour >= 1 && hour <= 7 ? hour + 12 : hour) * 60 + minute
  if (hour > 23 || minute > 59 || total < 0 || total >= 1440) return null
  return {
    time: `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`,
    words,
  }
}
