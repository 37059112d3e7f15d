import type { CallScript, CompanyUser } from './company-shapes.ts'
import { northwindDiscovery } from './calls/01-northwind-discovery.ts'
import { kestrelCheckIn } from './calls/10-kestrel-check-in.ts'
import { fairhavenIntroduction } from './calls/11-fairhaven-introduction.ts'
import { resolveScripts } from './resolve.ts'

export type { CallScript, CompanyUser, ScriptParty, ScriptTurn } from './company-shapes.ts'
export { historyScript } from './history.ts'
export { companyPeople } from './people.ts'
export { dialogueSeconds, timedTurns } from './timing.ts'
export type { TimedTurn } from './timing.ts'

/** Every call we wrote, in the order a demonstration would play them; names still as placeholders. */
export const callScripts: CallScript[] = [northwindDiscovery, kestrelCheckIn, fairhavenIntroduction]

/**
 * Scripts as they are spoken by these people: the only way from a script to a call. Used for the written calls
 * (default) and for those of `historyScript`. Throws when a script names somebody who is not among the people.
 */
export function scriptsFor(
  people: readonly CompanyUser[],
  scripts: readonly CallScript[] = callScripts,
): CallScript[] {
  return resolveScripts(people, scripts)
}
