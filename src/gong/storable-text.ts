/**
 * A text without what no database takes: Postgres refuses U+0000 everywhere and half a surrogate pair in JSON. Speech
 * recognition and calendars send both; the words around them are fine.
 */
export function storableText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole
}
