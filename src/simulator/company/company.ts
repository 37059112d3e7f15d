import type { CallScript, CompanyUser } from './company-shapes.ts'
import { northwindDiscovery } from './calls/01-northwind-discovery.ts'
import { northwindDemo } from './calls/02-northwind-demo.ts'
import { northwindNegotiation } from './calls/03-northwind-negotiation.ts'
import { hartwellPricing } from './calls/04-hartwell-pricing.ts'
import { calderObjections } from './calls/05-calder-objections.ts'
import { brightwaterRenewal } from './calls/06-brightwater-renewal.ts'
import { meridianSecurity } from './calls/07-meridian-security.ts'
import { pelicanKickoff } from './calls/08-pelican-kickoff.ts'
import { ospreyHandover } from './calls/09-osprey-handover.ts'
import { kestrelCheckIn } from './calls/10-kestrel-check-in.ts'
import { fairhavenIntroduction } from './calls/11-fairhaven-introduction.ts'
import { tidelineWorkshop } from './calls/12-tideline-workshop.ts'
import { ashgroveReview } from './calls/13-ashgrove-business-review.ts'
import { havellandErstgespraech } from './calls/14-havelland-erstgespraech.ts'
import { aobaDemo } from './calls/15-aoba-demo.ts'
import { pipelineReview } from './calls/16-pipeline-review.ts'
import { thornburyPrivate } from './calls/17-thornbury-private.ts'
import { resolveScripts } from './resolve.ts'

export type { CallScript, CompanyUser, ScriptParty, ScriptTurn } from './company-shapes.ts'
export { historyScript } from './history.ts'
export { companyPeople } from './people.ts'
export { dialogueSeconds, timedTurns } from './timing.ts'
export type { TimedTurn } from './timing.ts'

/** Every call we wrote, in the order a demonstration would play them; names still as placeholders. */
export const callScripts: CallScript[] = [
  northwindDiscovery,
  northwindDemo,
  northwindNegotiation,
  hartwellPricing,
  calderObjections,
  brightwaterRenewal,
  meridianSecurity,
  pelicanKickoff,
  ospreyHandover,
  kestrelCheckIn,
  fairhavenIntroduction,
  tidelineWorkshop,
  ashgroveReview,
  havellandErstgespraech,
  aobaDemo,
  pipelineReview,
  thornburyPrivate,
]

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
