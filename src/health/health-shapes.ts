import { z } from 'zod'
import { GongConnection, Issue, SubscriptionState } from '../connections/connection-shapes.ts'
import { CallState } from '../ingest/call-shapes.ts'

/** What `/admin/health` shows: is it working, since when, what did I miss, what do I press. Everything is measured. */

const time = z.iso.datetime()
const count = z.int()

export const Capability = z.object({
  name: z.enum(['token', 'list', 'details', 'transcript', 'users', 'webhook', 'subscription']),
  workedAt: time.nullable(),
  failedAt: time.nullable(),
  /** In words; null unless its last use failed. */
  failure: z.string().nullable(),
})
export type Capability = z.infer<typeof Capability>

export const Comparison = z.object({
  tier: z.enum(['short', 'wide', 'all']),
  at: time,
  from: time,
  to: time,
  listed: count,
  found: count,
  /** Gong's ids minus ours after the comparison: 0, or something is wrong. */
  difference: count,
  erased: count,
})

export const DeliveryEntry = z.object({
  id: z.string(),
  receivedAt: time,
  kind: z.string(),
  /** How its sender was proven: signature, JWT, or the secret in the address. */
  verifiedBy: z.string(),
  answer: z.int(),
  isTest: z.boolean(),
  gongCallId: z.string().nullable(),
  callId: z.string().nullable(),
  callState: z.string().nullable(),
})
export type DeliveryEntry = z.infer<typeof DeliveryEntry>

/** One delivery as it came. Signatures and keys are never kept. */
export const RawDelivery = DeliveryEntry.extend({
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
})
export type RawDelivery = z.infer<typeof RawDelivery>

export const Queue = z.object({
  queue: z.string(),
  waiting: count,
  active: count,
  failed: count,
  oldestAt: time.nullable(),
  failures: z.array(z.object({ id: z.string(), problem: z.string().nullable(), at: time.nullable() })),
})
export type Queue = z.infer<typeof Queue>

const Spread = z.object({ p50Ms: z.number().nullable(), p95Ms: z.number().nullable() })

export const Health = z.object({
  now: time,
  /** `good` = nothing is wrong; `waiting` = something is, and others are on it; `attention` = it is the admin's turn. */
  state: z.enum(['good', 'waiting', 'attention', 'not_connected']),
  /** Since when nothing is wrong. */
  goodSince: time.nullable(),
  turns: z.object({ admin: count, gong: count, fastfollow: count }),
  connections: z.array(
    GongConnection.extend({
      tokens: z
        .object({
          obtainedAt: time.nullable(),
          expiresAt: time.nullable(),
          nextRefreshAt: time.nullable(),
          refusedAt: time.nullable(),
        })
        .nullable(),
    }),
  ),
  subscriptions: z.object({
    wanted: z.array(z.object({ event: z.string(), url: z.string().nullable() })),
    actual: z.array(
      z.object({
        id: z.string().nullable(),
        state: SubscriptionState,
        since: time.nullable(),
        checkedAt: time.nullable(),
      }),
    ),
  }),
  issues: z.array(Issue),
  resolvedIssues: z.array(Issue),
  budget: z.object({
    usedThisSecond: count,
    perSecond: count,
    usedToday: count,
    perDay: count,
    pausedUntil: time.nullable(),
    guardMs: z.number(),
  }),
  events: z.object({
    lastEventAt: time.nullable(),
    /** Oldest first, two weeks. `found` = ended that day, and no event had announced them when the lists were compared. */
    days: z.array(z.object({ day: z.string(), announced: count, found: count })),
    announced: count,
    found: count,
  }),
  completeness: z.object({
    known: count,
    states: z.record(CallState, count),
    /** Known calls minus the sum of their states: 0. */
    difference: count,
    comparisons: z.array(Comparison),
    comparedAllAt: time.nullable(),
  }),
  capabilities: z.array(Capability),
  timings: z.object({ calls: count, gong: Spread, ours: Spread }),
  queues: z.array(Queue),
  /**
   * Deliveries of 30 days: new ones, those that came again, and those that failed their check (never stored); and those
   * that were accepted and are not taken in yet, which lasts moments, or else longer for a reason.
   */
  received: z.object({
    accepted: count,
    waiting: z.object({ count, since: time.nullable(), isLate: z.boolean() }),
    duplicates: z.object({ count, lastAt: time.nullable() }),
    refused: z.object({ count, lastAt: time.nullable(), lastReason: z.string().nullable() }),
  }),
  deliveries: z.array(DeliveryEntry),
  database: z.object({ version: z.string(), bytes: z.number(), kind: z.enum(['embedded', 'server']) }),
  disk: z.object({ freeBytes: z.number(), totalBytes: z.number() }).nullable(),
  version: z.string(),
  node: z.string(),
})
export type Health = z.infer<typeof Health>

export const ReplayInput = z
  .object({
    ids: z.array(z.string().max(100)).max(1000).optional(),
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(
    (input) => input.ids !== undefined || input.from !== undefined,
    'Name deliveries by ids, or a window by from (and to).',
  )
export const RetryInput = z.object({ queue: z.string().max(100), id: z.string().max(100).optional() })
