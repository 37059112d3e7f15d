/** A date as Gong sends it: ISO 8601 with an offset and any number of fractional digits. Null = absent or unreadable. */
export function gongDate(text: string | null): Date | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null
  // Read to the millisecond; without an offset it would be taken for the server's own time zone.
  const isoText = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`
  const date = new Date(isoText.replace(/(\.\d{3})\d+/, '$1'))
  return Number.isNaN(date.getTime()) ? null : date
}
