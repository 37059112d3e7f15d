import type { GongCall, GongCallDetails, GongTranscript, GongUser } from './schemas.ts'

/**
 * The one door to Gong. Each operation waits for a slot of the allowance, attaches the token, asks with a
 * deadline, checks the shape and throws a `GongError` (see `gong/errors.ts`) for everything that went wrong.
 */
export interface Gong {
  oauth: GongOAuth
  /** One page of calls (100) by start time; `from` inclusive, `to` exclusive. Nothing found = an empty page. */
  listCalls(session: GongSession, range: { from: Date; to: Date; cursor?: string }): Promise<Page<GongCall>>
  /** Details of up to 100 calls by id, in one request. Unknown ids are simply missing in the answer. */
  callDetails(session: GongSession, callIds: CallIds): Promise<Page<GongCallDetails>>
  /** One page of details by start time: what a backfill reads. */
  listCallDetails(
    session: GongSession,
    range: { from: Date; to: Date; cursor?: string },
  ): Promise<Page<GongCallDetails>>
  /** Transcripts of up to 100 calls. A call whose transcript is not ready is missing in the answer. */
  transcripts(session: GongSession, callIds: CallIds): Promise<Page<GongTranscript>>
  users(session: GongSession, cursor?: string): Promise<Page<GongUser>>
  subscriptions: GongSubscriptions
}

/** A function is asked when the request has its slot: what came while it waited travels along. */
export type CallIds = string[] | (() => string[])

/** One page. `odd` are the records that did not have the expected shape: they fail alone. */
export interface Page<T> {
  items: T[]
  odd: { id: string | null; problem: string }[]
  cursor: string | null
  total: number
}

/** Who may starve whom at the allowance: live calls go first, history last. */
export type Lane = 'live' | 'reconcile' | 'backfill'

/** What a request needs to know of its connection. */
export interface GongSession {
  connectionId: string
  /** The customer's own host, such as `https://us-12345.api.gong.io`. */
  apiBaseUrl: string
  /** Which allowance counts this request: the OAuth client, or client and company (`GONG_RATE_PER`). */
  allowanceKey: string
  lane: Lane
  /** Told when the request has its slot and leaves: the caller may choose what to ask next. */
  onSlot?: () => void
  /** The current access token. */
  token(): Promise<string>
  /** Called once after a 401 that names no scope: refreshes unless somebody else did since `usedToken`. */
  renew(usedToken: string): Promise<string>
}

export interface GongOAuth {
  authorizeUrl(client: OAuthClient, request: { redirectUri: string; state: string }): string
  /** Exchanges the code (query parameters, Basic auth, empty body). Throws GongError `unauthorized_client`, `invalid_grant`, `insecure_host`, `unavailable`. */
  exchangeCode(client: OAuthClient, request: { code: string; redirectUri: string }): Promise<GongTokens>
  /** Single use: the refresh token handed in is dead afterwards. Throws `invalid_grant` when Gong refuses it, `unavailable` when unclear. */
  refresh(client: OAuthClient, refreshToken: string): Promise<GongTokens>
}

export interface OAuthClient {
  id: string
  secret: string
  /** Base of `/oauth2/authorize` and `/oauth2/generate-customer-token`. */
  appUrl: string
}

export interface GongTokens {
  accessToken: string
  refreshToken: string
  expiresInS: number
  /** What Gong says it granted; null when the answer does not say. */
  scopes: string[] | null
  /** Checked against `GONG_API_HOSTS` before it is returned. Null when a refresh answer leaves it out. */
  apiBaseUrl: string | null
}

export interface GongSubscription {
  id: string
  event: string
  url: string
  status: string
  createdAt: string | null
}

export interface GongSubscriptions {
  /** Throws GongError `not_offered` (404, 405), `subscription_conflict` with `conflict: {id, url}` (409), `scope_missing`, `forbidden`. */
  create(session: GongSession, url: string): Promise<GongSubscription & { token: string }>
  list(session: GongSession): Promise<GongSubscription[]>
  /** Removing what is not there is fine. */
  remove(session: GongSession, id: string): Promise<void>
}
