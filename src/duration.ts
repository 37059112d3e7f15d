const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a duration as people write it in a setting: `30s`, `5m`, `6h`, `3d`. Undefined if it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)\s*([smhd])$/.exec(text.trim())
  if (!match) return undefined
  // Rounded, because 1.001 * 1000 is not quite 1001.
  return Math.round(Number(match[1]) * UNITS[match[2] as keyof typeof UNITS])
}
