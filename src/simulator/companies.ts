import type { Clock } from '../clock.ts'
import { callScripts, companyPeople, scriptsFor } from './company/company.ts'
import type { CallScript, CompanyUser } from './company/company.ts'
import { contentOfGiven, contentOfScript } from './contents.ts'
import type { CallContent } from './contents.ts'
import { historyOf, historyScripts } from './history.ts'
import { idOf } from './ids.ts'
import type { CompanyState, FinishedCall, HistoryPlan, SimulatorState } from './state.ts'

/** A company as the API serves it: its people and its calls, whatever they are made from. */
export interface Company {
  readonly state: CompanyState
  readonly workspaceId: string
  readonly people: readonly CompanyUser[]
  userIdOf(userKey: string): string
  /** All calls, oldest first, by start and then id. */
  readonly calls: readonly Call[]
  call(id: string): Call | undefined
  content(call: Call): CallContent
  readonly scripts: readonly CallScript[]
  addFinished(calls: FinishedCall[]): void
  remove(call: Call): void
}

export interface Call {
  id: string
  startedMs: number
  /** The times from which the list, `extensive` and `transcript` know it. */
  listedMs: number
  detailsMs: number
  transcriptMs: number
  /** Undefined for the history. */
  finished: FinishedCall | undefined
  historyNumber: number
}

/** What every company starts with. */
export type HistorySize = Pick<HistoryPlan, 'calls' | 'days' | 'seed'>

export interface Companies {
  /** The company that a new OAuth client's consent belongs to; made on first sight. */
  ofClient(clientId: string): Company
  get(key: string): Company | undefined
  /** The one that controls mean when they name none. */
  readonly main: Company
  readonly all: Company[]
  /** Gives a company another history. */
  setHistory(company: Company, size: HistorySize): Company
  /** After the set-up person or a whole state changed. */
  refresh(): void
}

export const MAIN_COMPANY = 'main'

/**
 * Which company an OAuth client works for: `sim-acme` and `sim-acme.second` are two clients of one company,
 * `sim-other` belongs to another.
 */
export function companyKeyOf(clientId: string): string {
  return clientId.replace(/\..*$/s, '')
}

/** All companies of a state. Everything but the state's own rows is derived from it, lazily. */
export function createCompanies(state: SimulatorState, clock: Clock, history: HistorySize): Companies {
  let built = new Map<string, Company>()

  const get = (key: string): Company | undefined => {
    const known = built.get(key)
    if (known) return known
    const row = state.companies[key]
    if (!row) return undefined
    const company = buildCompany(row, companyPeople(state.person ?? undefined))
    built.set(key, company)
    return company
  }
  const make = (key: string, clientKey: string | null): Company => {
    state.companies[key] ??= emptyCompany(key, clientKey, { ...history, anchorMs: clock.now().getTime() })
    const company = get(key)
    if (!company) throw new Error(`the company ${key} could not be made`)
    return company
  }
  return {
    get,
    get main() {
      return make(MAIN_COMPANY, null)
    },
    get all() {
      make(MAIN_COMPANY, null)
      return Object.keys(state.companies).flatMap((key) => get(key) ?? [])
    },
    ofClient(clientId) {
      const clientKey = companyKeyOf(clientId)
      const known = Object.values(state.companies).find((company) => company.clientKey === clientKey)
      if (known) return make(known.key, clientKey)
      const main = make(MAIN_COMPANY, null)
      if (main.state.clientKey !== null) return make(clientKey, clientKey)
      // The calls that somebody finished before connecting must be those that the connection finds.
      main.state.clientKey = clientKey
      return main
    },
    setHistory(company, size) {
      company.state.gone = []
      company.state.history = { ...size, anchorMs: clock.now().getTime() }
      built.delete(company.state.key)
      return make(company.state.key, company.state.clientKey)
    },
    refresh() {
      built = new Map()
    },
  }
}

function emptyCompany(key: string, clientKey: string | null, history: HistoryPlan): CompanyState {
  return {
    key,
    clientKey,
    clientIds: [],
    history,
    nextScript: 0,
    calls: [],
    contents: {},
    gone: [],
    subscriptions: [],
    rule: null,
  }
}

function buildCompany(state: CompanyState, people: CompanyUser[]): Company {
  const scripts = scriptsFor(people, callScripts)
  const scriptByKey = new Map(scripts.map((script) => [script.key, script]))
  const historyScriptOf = historyScripts(state.key, state.history.seed, people)
  const userIdOf = (userKey: string) => idOf('user', state.key, userKey)
  const gone = new Set(state.gone)
  const calls: Call[] = [
    ...historyOf(state.key, state.history)
      .filter(({ id }) => !gone.has(id))
      .map(asHistory),
    ...state.calls
      // A written call may have left the programme since this state was saved.
      .filter((call) => call.script === null || scriptByKey.has(call.script))
      .map(asFinished),
  ].sort(byStart)
  const byId = new Map(calls.map((call) => [call.id, call]))
  const caster = { companyKey: state.key, people, userIdOf }

  const content = (call: Call): CallContent => {
    const { finished } = call
    if (!finished) return contentOfScript(caster, call.id, historyScriptOf(call.historyNumber), {})
    const given = finished.content === null ? undefined : state.contents[finished.content]
    if (given) return contentOfGiven(caster, call.id, given, finished.change)
    const script = scriptByKey.get(finished.script ?? '')
    if (!script) throw new Error(`call ${call.id} has neither a script nor a content`)
    return contentOfScript(caster, call.id, script, finished.change)
  }
  return {
    state,
    people,
    scripts,
    calls,
    userIdOf,
    content,
    workspaceId: idOf('workspace', state.key),
    call: (id) => byId.get(id),
    addFinished(finished) {
      state.calls.push(...finished)
      for (const call of finished.map(asFinished)) {
        calls.push(call)
        byId.set(call.id, call)
      }
      calls.sort(byStart)
    },
    remove({ id, finished }) {
      if (finished) state.calls = state.calls.filter((known) => known !== finished)
      else state.gone.push(id)
      calls.splice(
        calls.findIndex((known) => known.id === id),
        1,
      )
      byId.delete(id)
    },
  }
}

function asHistory(call: { id: string; startedMs: number; n: number }): Call {
  const { id, startedMs } = call
  return {
    id,
    startedMs,
    listedMs: startedMs,
    detailsMs: startedMs,
    transcriptMs: startedMs,
    finished: undefined,
    historyNumber: call.n,
  }
}

function asFinished(finished: FinishedCall): Call {
  const { id, startedMs, listedMs, detailsMs, transcriptMs } = finished
  return { id, startedMs, listedMs, detailsMs, transcriptMs, finished, historyNumber: -1 }
}

/** Gong's order of calls: by start, then by id (all ids have 19 digits). */
export function byStart(
  one: { startedMs: number; id: string },
  other: { startedMs: number; id: string },
): number {
  return one.startedMs - other.startedMs || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
}
