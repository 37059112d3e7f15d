import { historyScript, scriptsFor } from './company/company.ts'
import type { CallScript, CompanyUser } from './company/company.ts'
import { idOf, randomFrom } from './ids.ts'
import type { HistoryPlan } from './state.ts'

/** A call of the history: only what a list needs at once. Its words are made when somebody asks for them. */
export interface HistoryCall {
  id: string
  startedMs: number
  n: number
}

const DAY_MS = 86_400_000
const QUARTER_MS = 15 * 60_000

/**
 * The calls of the past days: on working days between 8:00 and 17:45 UTC, begun a little after their quarter hour.
 * The same plan gives the same calls.
 */
export function historyOf(company: string, plan: HistoryPlan): HistoryCall[] {
  const end = Math.floor(plan.anchorMs / DAY_MS) * DAY_MS
  const days = Array.from({ length: plan.days }, (_, back) => end - (back + 1) * DAY_MS)
  const workdays = days.filter((day) => ![0, 6].includes(new Date(day).getUTCDay()))
  const usable = workdays.length > 0 ? workdays : days
  const random = randomFrom(`history ${company} ${plan.seed}`)
  return Array.from({ length: plan.calls }, (_, n) => {
    const day = usable[Math.floor(random() * usable.length)] ?? end - DAY_MS
    const scheduled = day + 8 * 3_600_000 + Math.floor(random() * 40) * QUARTER_MS
    const late = random() < 0.3 ? Math.floor(random() * 60) * 1000 : Math.floor(random() * 240_000)
    return { id: idOf('history', company, plan.seed, n), startedMs: scheduled + late, n }
  })
}

/** A source of the history's scripts; the last ones asked for are kept. */
export function historyScripts(company: string, seed: number, people: readonly CompanyUser[]) {
  const made = new Map<number, CallScript>()
  return (n: number): CallScript => {
    const known = made.get(n)
    if (known) return known
    const [script] = scriptsFor(people, [historyScript(n, randomFrom(`script ${company} ${seed} ${n}`))])
    if (!script) throw new Error(`the history has no call ${n}`)
    if (made.size >= SCRIPTS_KEPT) made.delete(made.keys().next().value ?? n)
    made.set(n, script)
    return script
  }
}

// A page of details, its transcripts a moment later, and a few windows side by side.
const SCRIPTS_KEPT = 2_000
