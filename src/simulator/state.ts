import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import type { Monologue } from './transcripts.ts'
import { noFaults } from './faults.ts'
import type { Faults } from './faults.ts'

/** All that outlives a restart. Tokens stand here as hashes; a subscription's token is derived, never stored. */
export interface SimulatorState {
  version: 1
  /** Signs cursors and derives subscription tokens. Hex. */
  secret: string
  person: { name: string; email: string } | null
  /** Redirect addresses beyond this machine that are allowed. */
  redirectUris: string[]
  faults: Faults
  companies: Record<string, CompanyState>
  /** By hash of the code. */
  codes: Record<string, AuthorizationCode>
  grants: Grant[]
  deliveries: Delivery[]
}

export interface CompanyState {
  key: string
  /** Which OAuth clients belong to it (see `companyKeyOf`). Null: the first to come takes it. */
  clientKey: string | null
  clientIds: string[]
  history: HistoryPlan
  /** Which of the written calls is finished next. */
  nextScript: number
  calls: FinishedCall[]
  contents: Record<string, GivenContent>
  /** Calls of the history that were deleted. */
  gone: string[]
  subscriptions: Subscription[]
  rule: Rule | null
}

/** From these numbers a history is made again at each start, always the same. */
export interface HistoryPlan {
  calls: number
  days: number
  seed: number
  /** The history ends with the day before this time. */
  anchorMs: number
}

export interface FinishedCall {
  id: string
  /** A written call's key, or a given content's. */
  script: string | null
  content: string | null
  startedMs: number
  /** Ready at Gong: in the list, for `extensive`, with its transcript. Each has its own time. */
  listedMs: number
  detailsMs: number
  transcriptMs: number
  change: ContentChange
  askedDetails: boolean
  askedTranscript: boolean
}

/** What the finisher of a call wanted different from its script. */
export interface ContentChange {
  title?: string
  scope?: string
  language?: string
  isPrivate?: boolean
  durationS?: number
  parties?: GivenParty[]
}

export interface GivenParty {
  name: string
  email: string | null
  title: string | null
  affiliation: 'Internal' | 'External' | 'Unknown' | null
  userId: string | null
  speakerId: string | null
  attended: boolean
}

/** A call whose words came through the control route. */
export interface GivenContent {
  title: string
  language: string
  scope: string
  durationS: number
  parties: GivenParty[]
  monologues: Monologue[]
}

export interface AuthorizationCode {
  clientId: string
  redirectUri: string
  scopes: string[]
  expiresMs: number
}

/** One consent of one company, with the tokens it led to. */
export interface Grant {
  id: string
  company: string
  clientId: string
  scopes: string[]
  refreshHash: string
  access: { hash: string; expiresMs: number }[]
  createdMs: number
}

export interface Subscription {
  id: string
  event: string
  url: string
  status: 'active' | 'disabled'
  createdMs: number
  /** Belongs to another program (the fault `conflictingSubscription`). */
  foreign: boolean
  /**
   * From before a reset: it still delivers, for a client that stayed connected,
   * but does not stand in the way of a client that starts over.
   */
  stale: boolean
}

/** An automation rule with the action "Fire webhook", as an admin builds it by hand in the real Gong. */
export interface Rule {
  url: string
  authentication: 'jwt' | 'url'
  filter: RuleFilter
  /** PKCS8, PEM. */
  privateKey: string
  /** Bare base64 SPKI, as Gong's rule editor shows it. */
  publicKey: string
}

export interface RuleFilter {
  scope?: string
  titleContains?: string
}

export interface Delivery {
  id: string
  company: string
  callId: string
  /** `test`: the rule's "Test now". */
  kind: 'subscription' | 'rule' | 'test'
  url: string
  webhookId: string
  subscriptionId: string | null
  state: 'waiting' | 'answered' | 'gave_up' | 'dropped'
  createdMs: number
  attempts: { atMs: number; status: number | null; error: string | null; tookMs: number }[]
}

/** The state and its file. */
export interface Store {
  readonly state: SimulatorState
  /** Resolves when the state as it is now is on disk. Concurrent callers share one write. */
  save(): Promise<void>
  /** Ends the writing; later saves do nothing. */
  close(): Promise<void>
}

/** Opens the state file, or starts with an empty state where there is none. Without a file nothing is kept. */
export async function openStore(file: string | undefined): Promise<Store> {
  const state = (file === undefined ? null : await readState(file)) ?? emptyState()
  let writing: Promise<void> | null = null
  let next: Promise<void> | null = null
  let closed = false

  const save = (): Promise<void> => {
    if (file === undefined || closed) return Promise.resolve()
    if (!writing) {
      writing = writeState(file, state).finally(() => (writing = null))
      return writing
    }
    // What changed since the running write began needs one more; all who ask meanwhile share that one.
    next ??= writing
      .catch(() => {})
      .then(() => {
        next = null
        return save()
      })
    return next
  }
  const close = async () => {
    await (next ?? writing)
    closed = true
  }
  return { state, save, close }
}

export function emptyState(): SimulatorState {
  return {
    version: 1,
    secret: randomBytes(32).toString('hex'),
    person: null,
    redirectUris: [],
    faults: { ...noFaults },
    companies: {},
    codes: {},
    grants: [],
    deliveries: [],
  }
}

async function readState(file: string): Promise<SimulatorState | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  const state: unknown = JSON.parse(text)
  if (!isState(state))
    throw new Error(`The simulator's state file ${file} is of another version. Delete it to start over.`)
  // What later versions added.
  for (const company of Object.values(state.companies)) company.gone ??= []
  return { ...state, faults: { ...noFaults, ...state.faults } }
}

// Our own file, written by `writeState` alone and renamed into place whole: the version says all there is to check.
function isState(value: unknown): value is SimulatorState {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 1
}

/** Whole or not at all, also when the process is killed in the middle. */
async function writeState(file: string, state: SimulatorState): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.draft`
  await writeFile(draft, JSON.stringify(state), { mode: 0o600 })
  await rename(draft, file)
}
