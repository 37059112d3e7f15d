import type { IssueCode } from '../connection-shapes.ts'

/** What people can be told about: an issue, or that the connection's owner has left the workspace. */
export type Subject = IssueCode | 'owner_left'

/** Short enough for the subject line of a mail, and without anything that Gong said. */
export const TITLES: Record<Subject, string> = {
  unauthorized_client: 'Gong has not activated the OAuth client',
  forbidden: 'Gong refuses transcripts',
  webhook_subscription_failed: 'The subscription at Gong does not work',
  rate_limit: 'Gong asked us to slow down',
  needs_reconnect: 'Gong no longer accepts our access',
  wrong_company: 'A reconnect came back from another Gong company',
  insecure_host: 'Gong named an address that is not allowed',
  missing_scope: 'Gong did not grant everything we need',
  signature_rejected: 'Deliveries with a wrong signature',
  events_silent: 'Gong announces no calls',
  daily_quota: 'Today’s Gong requests are used up',
  gong_unavailable: 'Gong does not answer as it should',
  odd_records: 'Gong sent records that we could not read',
  owner_left: 'Nobody owns the connection with Gong',
}

/** What opens and closes within this time tells nobody, and what opens within it is told together. */
export const COLLECT_S = 60

/** An opening of the same issue is told again after this long at the earliest. */
export const QUIET_S = 3600

// What nobody has to act on, and usually passes by itself, is news only when it lasts.
const LONG_S = 30 * 60

/** How long an issue must be open before people are told; null = the page shows it, nobody is told. */
const TELL_AFTER_S: Record<IssueCode, number | null> = {
  unauthorized_client: COLLECT_S,
  forbidden: COLLECT_S,
  webhook_subscription_failed: COLLECT_S,
  needs_reconnect: COLLECT_S,
  wrong_company: COLLECT_S,
  insecure_host: COLLECT_S,
  missing_scope: COLLECT_S,
  signature_rejected: COLLECT_S,
  events_silent: COLLECT_S,
  rate_limit: LONG_S,
  daily_quota: LONG_S,
  gong_unavailable: LONG_S,
  // Single calls: whoever looks for one of them finds it named; everything else goes on.
  odd_records: null,
}

export const WORTH_TELLING = Object.entries(TELL_AFTER_S).flatMap(([code, afterS]) =>
  afterS === null ? [] : [{ code, afterS }],
)
