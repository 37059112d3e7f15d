import { z } from 'zod'
import { GONG_SCOPES, type GongScope } from '../gong/scopes.ts'

/** The connection to Gong as `GET /api/integrations/gong` answers it. */

export { GONG_SCOPES, type GongScope }

export const ISSUE_CODES = [
  'unauthorized_client',
  'forbidden',
  'webhook_subscription_failed',
  'rate_limit',
  'needs_reconnect',
  'wrong_company',
  'insecure_host',
  'missing_scope',
  'signature_rejected',
  'events_silent',
  'daily_quota',
  'gong_unavailable',
  'odd_records',
] as const
export const IssueCode = z.enum(ISSUE_CODES)
export type IssueCode = z.infer<typeof IssueCode>

/** Whose turn it is: the reader, the workspace's admin, Gong, or FastFollow. */
export const Turn = z.enum(['you', 'admin', 'gong', 'fastfollow'])
export type Turn = z.infer<typeof Turn>

export const Issue = z.object({
  id: z.string(),
  code: IssueCode,
  turn: Turn,
  message: z.string(),
  fix: z.string(),
  details: z.record(z.string(), z.unknown()),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  count: z.int(),
})
export type Issue = z.infer<typeof Issue>

export const Delivery = z.enum(['subscription', 'rule', 'poll'])

export const SubscriptionState = z.enum(['active', 'conflict', 'refused', 'not_offered'])
export type SubscriptionState = z.infer<typeof SubscriptionState>

export const GongConnection = z.object({
  status: z.enum(['not_connected', 'connected', 'needs_reconnect', 'degraded']),
  /** Which Gong: the real one, or the simulator on this machine. Null before a client is known. */
  gong: z.enum(['real', 'simulator']).nullable(),
  /** Whether an OAuth client is there, and whose: the deployment's or this workspace's. */
  client: z
    .object({
      clientId: z.string(),
      from: z.enum(['deployment', 'workspace']),
      /** It was entered while another one is connected, and takes over at the next connect. */
      waits: z.boolean(),
    })
    .nullable(),
  redirectUri: z.string(),
  simulatorUrl: z.string().nullable(),
  owner: z.object({ userId: z.string(), name: z.string(), email: z.string() }).nullable(),
  /** The person who owns the connection has left the workspace: somebody should take it over. */
  ownerLeft: z.boolean(),
  connectedAt: z.iso.datetime().nullable(),
  /** The company's host at Gong, such as `us-12345.api.gong.io`. */
  company: z.string().nullable(),
  connectedUser: z.object({ gongUserId: z.string(), name: z.string(), email: z.string() }).nullable(),
  scopes: z.array(z.object({ scope: z.enum(GONG_SCOPES), granted: z.boolean(), why: z.string() })),
  delivery: Delivery,
  webhookUrl: z.string().nullable(),
  subscription: z
    .object({
      id: z.string().nullable(),
      state: SubscriptionState,
      since: z.iso.datetime().nullable(),
    })
    .nullable(),
  /** How far delivery by an automation rule is set up; null before its address was made, and for members. */
  rule: z
    .object({
      webhookUrl: z.string(),
      authentication: z.enum(['jwt', 'address']),
      /** The public key is missing, the first (test) delivery is awaited, or one was seen to be genuine. */
      state: z.enum(['needs_key', 'waiting_for_test', 'verified']),
      verifiedAt: z.iso.datetime().nullable(),
      /** Calls that the rule's filter in Gong leaves out, as an admin said or as a pattern shows. */
      filter: z.enum(['external_only']).nullable(),
    })
    .nullable(),
  /** Calls that are on their way. */
  waitingCalls: z.int(),
  lastEventAt: z.iso.datetime().nullable(),
  listReadAt: z.iso.datetime().nullable(),
  listNextAt: z.iso.datetime().nullable(),
  issues: z.array(Issue),
  /** May this reader change the connection? */
  canManage: z.boolean(),
})
export type GongConnection = z.infer<typeof GongConnection>

export const GongClientInput = z.object({
  clientId: z.string().trim().min(1).max(300),
  clientSecret: z.string().trim().min(1).max(500),
  gong: z.enum(['real', 'simulator']).optional(),
})
export const RuleInput = z.object({
  publicKey: z.string().max(5000).optional(),
  urlSecret: z.literal(true).optional(),
  /** The rule in Gong fires for calls with customers only; null = for every call. */
  filter: z.enum(['external_only']).nullable().optional(),
})
export const OwnerInput = z.object({ userId: z.string().min(1).max(100) })
export const ResubscribeInput = z.object({ replace: z.boolean().optional() })
export const WebhookAddress = z.object({ webhookUrl: z.string() })
