/** Keeps the named, non-empty texts of an address's search part; everything else in it is ignored. */
export function readSearch<Name extends string>(
  search: Record<string, unknown>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const kept: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const value = search[name]
    if (typeof value === 'string' && value !== '') kept[name] = value
    // The router reads "?q=42" as a number.
    else if (typeof value === 'number' || typeof value === 'boolean') kept[name] = String(value)
  }
  return kept
}
