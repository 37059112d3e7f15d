import type { Monologue } from './transcripts.ts'
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

/** The one event that can be subscribed to. */
export const CALL_ANALYZED = 'call.analyzed'

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
