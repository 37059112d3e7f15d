import { ControlError } from './errors.ts'

/**
 * What the simulator does wrong on purpose. A share is a number from 0 (never) to 1 (always); `true` means always.
 * Named in the simulator's contract, so tests from outside use these words.
 */
export interface Faults {
  /** Gong has not activated the OAuth client: authorize and token answer `unauthorized_client`. */
  unapprovedClient: boolean
  /** Scopes that are neither granted nor honoured, whatever a token was given. */
  missingScopes: string[]
  /** How a missing scope is refused: 401 is what Gong was seen to do, 403 what others report. */
  scopeErrorStatus: number
  /** Share of the webhooks that are lost. */
  dropWebhooks: number
  /** Share of the webhooks that are sent twice. */
  duplicateWebhooks: number
  /** How much later webhooks are sent, and the share of them that is; by the simulator's clock. */
  delayWebhooksS: number
  lateWebhooks: number
  /** Webhooks are sent in any order. */
  shuffleWebhooks: boolean
  /** Webhooks are signed with a key that is not the receiver's. */
  badSignature: boolean
  /** Another program already holds the company's subscription. */
  conflictingSubscription: boolean
  /** There is no subscription operation at all: today's real Gong. */
  subscriptionsNotOffered: boolean
  /** Subscriptions are offered, but not to us: 403. */
  subscriptionsRefused: boolean
  /** Every API request is refused with 429 and `retryAfterS`. */
  rateLimited: boolean
  retryAfterS: number
  /** Share of the API requests answered with 500. */
  serverErrors: number
  latencyMs: number
  /** How long a page sequence's cursors live. */
  cursorLifeS: number
  /** Switching it on makes every token given so far worthless, once: a new connection works. */
  revokeTokens: boolean
  /** Every API request is refused with 401, whichever token it brings; tokens are renewed as ever. */
  accessRefused: boolean
  /** Refreshing is refused with `invalid_grant`; a number (500, 503) answers with that status instead. */
  refreshFails: boolean | number
  /** A refresh happens, but its answer is lost on the way: the new tokens exist and nobody knows them. */
  loseRefreshAnswer: boolean
  /** Share of the calls whose details and transcript have values of the wrong kind. */
  oddRecords: number
  /** Share of the API requests answered with 200 and something that is not JSON. */
  garbage: number
  /** Share of the API requests whose connection breaks in the middle of the body. */
  halfBodies: number
  /** Share of the API requests that are never answered. */
  silent: number
  /** The faults of the API act only on paths that begin so. Null: on all. */
  onlyPath: string | null
  /** What the token answer names as the customer's host. Null: the simulator's own address. */
  apiBaseUrl: string | null
  /** How often a webhook that was not answered with 2xx is sent again. 0: a failed one is lost. */
  webhookRetries: number
  /** The wait before the first repetition; each further one waits four times longer. */
  webhookBackoffMs: number
  /** The allowance of one company. */
  ratePerSecond: number
  ratePerDay: number
}

export const noFaults: Readonly<Faults> = {
  unapprovedClient: false,
  missingScopes: [],
  scopeErrorStatus: 401,
  dropWebhooks: 0,
  duplicateWebhooks: 0,
  delayWebhooksS: 0,
  lateWebhooks: 1,
  shuffleWebhooks: false,
  badSignature: false,
  conflictingSubscription: false,
  subscriptionsNotOffered: false,
  subscriptionsRefused: false,
  rateLimited: false,
  retryAfterS: 30,
  serverErrors: 0,
  latencyMs: 0,
  cursorLifeS: 3600,
  revokeTokens: false,
  accessRefused: false,
  refreshFails: false,
  loseRefreshAnswer: false,
  oddRecords: 0,
  garbage: 0,
  halfBodies: 0,
  silent: 0,
  onlyPath: null,
  apiBaseUrl: null,
  webhookRetries: 5,
  webhookBackoffMs: 1000,
  // Gong's documented allowance for one company.
  ratePerSecond: 3,
  ratePerDay: 10_000,
}

const shares = [
  'dropWebhooks',
  'duplicateWebhooks',
  'lateWebhooks',
  'serverErrors',
  'garbage',
  'halfBodies',
  'silent',
  'oddRecords',
] as const
const switches = [
  'loseRefreshAnswer',
  'unapprovedClient',
  'badSignature',
  'shuffleWebhooks',
  'conflictingSubscription',
  'subscriptionsNotOffered',
  'subscriptionsRefused',
  'rateLimited',
  'revokeTokens',
  'accessRefused',
] as const
const amounts = [
  'delayWebhooksS',
  'retryAfterS',
  'latencyMs',
  'cursorLifeS',
  'webhookRetries',
  'webhookBackoffMs',
  'ratePerSecond',
  'ratePerDay',
] as const

/**
 * Reads a partial change of the faults; null or false puts a fault back to harmless.
 * Throws ControlError for a name or value that makes no sense: a typo must not look like a healthy run.
 */
export function readFaults(input: Record<string, unknown>): Partial<Faults> {
  const changes: Partial<Faults> = {}
  for (const [name, value] of Object.entries(input)) {
    if (!isFaultName(name))
      throw new ControlError(`There is no fault named "${name}". Known: ${Object.keys(noFaults).join(', ')}.`)
    if (value === null || (value === false && !includes(switches, name)))
      Object.assign(changes, { [name]: noFaults[name] })
    else if (name === 'rateLimited' && isRecord(value)) {
      changes.rateLimited = true
      if (value['retryAfterS'] !== undefined)
        changes.retryAfterS = readAmount('retryAfterS', value['retryAfterS'])
    } else Object.assign(changes, { [name]: readFault(name, value) })
  }
  return changes
}

function readFault(name: keyof Faults, value: unknown): unknown {
  if (includes(shares, name)) return readShare(name, value)
  if (includes(switches, name)) return readSwitch(name, value)
  if (includes(amounts, name)) return readAmount(name, value)
  if (name === 'missingScopes') return readScopes(value)
  if (name === 'refreshFails') return value === true ? true : readStatus(name, value, 400)
  if (name === 'scopeErrorStatus') return readStatus(name, value, 401)
  if (typeof value === 'string') return value
  throw new ControlError(`${name} must be a text or null.`)
}

function readShare(name: string, value: unknown): number {
  if (value === true) return 1
  if (typeof value === 'number' && value >= 0 && value <= 1) return value
  throw new ControlError(`${name} must be a share from 0 to 1, or true.`)
}

function readSwitch(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw new ControlError(`${name} must be true or false.`)
}

function readAmount(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
  throw new ControlError(`${name} must be a number, 0 or more.`)
}

function readScopes(value: unknown): string[] {
  if (typeof value === 'string') return value.split(/[\s,]+/).filter((scope) => scope !== '')
  if (Array.isArray(value) && value.every((scope) => typeof scope === 'string')) return value
  throw new ControlError('missingScopes must be a list of scopes.')
}

function readStatus(name: string, value: unknown, lowest: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= lowest && value <= 599) return value
  throw new ControlError(`${name} must be an HTTP status from ${lowest} to 599.`)
}

function isFaultName(name: string): name is keyof Faults {
  return Object.hasOwn(noFaults, name)
}

function includes<Name extends string>(names: readonly Name[], name: string): name is Name {
  return names.some((known) => known === name)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
