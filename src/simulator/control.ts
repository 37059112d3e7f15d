import type { z } from 'zod'
import { changeCall, deleteCall } from './changing.ts'
import type { Company } from './companies.ts'
import type { HistorySize } from './companies.ts'
import {
  CallsInput,
  ChangeInput,
  RuleInput,
  SeedInput,
  callChange,
  finishOptions,
  readControl,
} from './control-bodies.ts'
import { ControlError } from './errors.ts'
import { noFaults, readFaults } from './faults.ts'
import type { Faults } from './faults.ts'
import { finishCalls } from './finishing.ts'
import type { Parts } from './parts.ts'
import type { RequestReport } from './request-log.ts'
import { newRuleKeys } from './signing.ts'
import type { Delivery, Rule } from './state.ts'
import type { Tokens } from './tokens.ts'

/** Checked when used: a program gives the type, a route whatever it was sent. */
type Unchecked<T> = T | Record<string, unknown>

/** All that the simulator can be told to do, in process; the routes under `/_simulator` are a thin skin over it. */
export interface SimulatorControl {
  /** Finishes calls and announces them unless `notify` is false. Returns their ids. */
  finishCalls(input?: Unchecked<CallsInput>): Promise<string[]>
  /** What Gong may change later: privacy, title, a new transcript; `notify` announces the call once more. */
  changeCall(id: string, change: Unchecked<ChangeInput>): Promise<void>
  /** Deletes a call, also one of the history. */
  deleteCall(id: string, company?: string): Promise<void>
  readonly faults: Readonly<Faults>
  setFaults(changes: Record<string, unknown>): Promise<Faults>
  clearFaults(): Promise<Faults>
  /** Who set the product up becomes one of the company's reps. */
  setPerson(person: { name: string; email: string }): Promise<void>
  requests(company?: string): RequestReport
  deliveries(): readonly Delivery[]
  /** The company's history becomes exactly these calls; what was finished since stays. */
  seed(input: Unchecked<SeedInput>): Promise<{ calls: number; from: string | null; to: string | null }>
  /** Calls, faults and logs as at the first start. `connections` also forgets tokens, subscriptions and the rule. */
  reset(options?: { connections?: boolean }): Promise<void>
  setRule(input: Unchecked<RuleInput>): Promise<Rule>
  removeRule(company?: string): Promise<void>
  /** Sends one real call with `isTest`. */
  testRule(company?: string): Promise<Delivery>
  /** Removes or disables all subscriptions behind the client's back, or lets them deliver somewhere else. */
  spoilSubscriptions(how: 'removed' | 'disabled' | 'redirected'): Promise<void>
  allowRedirects(addresses: string[]): Promise<void>
  /** Throws ControlError for a company that nobody has connected. */
  company(name?: string): Company
}

export function createControl(parts: Parts, tokens: Tokens, history: HistorySize): SimulatorControl {
  const { store, companies, clock } = parts
  const { state } = store

  // A company may be named by its key or by one of its OAuth clients.
  const company = (name?: string): Company => {
    if (name === undefined) return companies.main
    const found = companies.all.find(({ state: row }) =>
      [row.key, row.clientKey, ...row.clientIds].includes(name),
    )
    if (!found) throw new ControlError(`No company "${name}" is connected here.`, 404)
    return found
  }

  const applyFaults = async (changes: Partial<Faults>): Promise<Faults> => {
    if (changes.revokeTokens) tokens.revokeAll()
    if (changes.conflictingSubscription === false)
      for (const { state: row } of companies.all)
        row.subscriptions = row.subscriptions.filter((known) => !known.foreign)
    // Revoking is an act, not a state: a client that connects again must be let in.
    Object.assign(state.faults, changes, { revokeTokens: false })
    await store.save()
    return { ...state.faults }
  }

  return {
    company,
    async finishCalls(input = {}) {
      const options = readControl(CallsInput, input)
      const owner = company(options.company)
      const calls = finishCalls(owner, finishOptions(options), clock)
      if (options.notify !== false) parts.deliveries.announce(owner, calls)
      await store.save()
      return calls.map((call) => call.id)
    },
    async changeCall(id, input) {
      const options = readControl(ChangeInput, input)
      const owner = company(options.company)
      const call = changeCall(owner, id, callChange(options))
      if (options.notify) parts.deliveries.announce(owner, [call])
      await store.save()
    },
    async deleteCall(id, name) {
      deleteCall(company(name), id)
      await store.save()
    },
    get faults() {
      return state.faults
    },
    clearFaults: () => applyFaults({ ...noFaults }),
    setFaults: async (changes) => applyFaults(readFaults(changes)),
    async setPerson(person) {
      state.person = person
      companies.refresh()
      await store.save()
    },
    requests: (name) => parts.requests.report(name === undefined ? undefined : company(name).state.key),
    deliveries: () => state.deliveries,
    async seed(input) {
      const { company: name, ...size } = readControl(SeedInput, input)
      const { calls } = companies.setHistory(company(name), size)
      await store.save()
      const past = calls.filter((call) => !call.finished)
      return { calls: past.length, from: isoOf(past[0]?.startedMs), to: isoOf(past.at(-1)?.startedMs) }
    },
    async reset({ connections = false } = {}) {
      state.faults = { ...noFaults }
      state.deliveries = []
      parts.requests.reset()
      parts.limits.clear()
      if (connections) {
        tokens.revokeAll()
        state.companies = {}
      }
      for (const row of Object.values(state.companies)) {
        row.history = { ...history, anchorMs: clock.now().getTime() }
        row.calls = []
        row.contents = {}
        row.gone = []
        row.nextScript = 0
        for (const subscription of row.subscriptions) subscription.stale = true
        row.subscriptions = row.subscriptions.filter((known) => !known.foreign)
      }
      companies.refresh()
      await store.save()
    },
    async setRule(input) {
      const { company: name, url, authentication, filter } = readControl(RuleInput, input)
      const owner = company(name)
      const { rule: known } = owner.state
      const { privateKey, publicKey } = known ?? (await newRuleKeys())
      owner.state.rule = { url, authentication, filter: defined(filter), privateKey, publicKey }
      await store.save()
      return owner.state.rule
    },
    async removeRule(name) {
      company(name).state.rule = null
      await store.save()
    },
    async testRule(name) {
      const owner = company(name)
      const rule = ruleOf(owner)
      const call = owner.calls.findLast((known) => known.detailsMs <= clock.now().getTime())
      if (!call) throw new ControlError('There is no call yet to test the rule with.', 409)
      return parts.deliveries.testRule(owner, rule, call)
    },
    async spoilSubscriptions(how) {
      for (const { state: row } of companies.all) {
        if (how === 'removed') row.subscriptions = []
        else
          for (const subscription of row.subscriptions)
            if (how === 'disabled') subscription.status = 'disabled'
            else subscription.url = 'https://hooks.other-tool.example/gong/calls'
      }
      await store.save()
    },
    async allowRedirects(addresses) {
      state.redirectUris = addresses
      await store.save()
    },
  }
}

function ruleOf(owner: Company): Rule {
  if (!owner.state.rule) throw new ControlError('No automation rule is set up.', 404)
  return owner.state.rule
}

function isoOf(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString()
}

function defined(filter: z.output<typeof RuleInput>['filter']) {
  return {
    ...(filter.scope !== undefined && { scope: filter.scope }),
    ...(filter.titleContains !== undefined && { titleContains: filter.titleContains }),
  }
}
