import { z } from 'zod'
import { Turn } from '../connections/connection-shapes.ts'
import { FollowUp } from '../followups/follow-up-shapes.ts'

/** A call as FastFollow answers it over HTTP. One definition serves validation, OpenAPI and the pages' types. */

export const CALL_STATES = ['expected', 'fetched', 'drafted', 'skipped', 'held', 'failed', 'erased'] as const
export const CallState = z.enum(CALL_STATES)
export type CallState = z.infer<typeof CallState>

export const CALL_REASONS = [
  // expected: what the call waits for
  'details',
  'transcript',
  'allowance',
  'connection',
  // skipped: a rule says no follow-up
  'private',
  'not_chosen',
  'internal_only',
  'too_short',
  'excluded_domain',
  'direction',
  'language',
  'sensitive',
  'not_wanted',
  // held: the connection can't do it now
  'forbidden',
  'needs_reconnect',
  'daily_quota',
  // failed: we gave up on this call
  'never_listed',
  'transcript_never_came',
  'odd_record',
  'writer_failed',
  // erased
  'retention',
  'deleted',
  'gone_from_gong',
] as const
export const CallReason = z.enum(CALL_REASONS)
export type CallReason = z.infer<typeof CallReason>

export const CallSource = z.enum(['event', 'rule', 'reconcile', 'backfill', 'watch'])
export type CallSource = z.infer<typeof CallSource>

export const Party = z.object({
  name: z.string().nullable(),
  email: z.string().nullable(),
  title: z.string().nullable(),
  company: z.string().nullable(),
  side: z.enum(['ours', 'theirs', 'unknown']),
  attended: z.boolean(),
  isHost: z.boolean(),
})
export type Party = z.infer<typeof Party>

/** `startMs` and `endMs` count from the start of the call. */
export const TranscriptSentence = z.object({
  speaker: z.string(),
  side: z.enum(['ours', 'theirs', 'unknown']),
  startMs: z.int(),
  endMs: z.int(),
  text: z.string(),
})
export type TranscriptSentence = z.infer<typeof TranscriptSentence>

/** When each stage was reached, and so how long Gong took (`gongMs`: call's end to news) and how long we took (`oursMs`: news to follow-up). */
export const CallTimings = z.object({
  endedAt: z.iso.datetime().nullable(),
  announcedAt: z.iso.datetime().nullable(),
  expectedAt: z.iso.datetime(),
  detailsAt: z.iso.datetime().nullable(),
  fetchedAt: z.iso.datetime().nullable(),
  draftedAt: z.iso.datetime().nullable(),
  gongMs: z.number().nullable(),
  oursMs: z.number().nullable(),
})

export const CallSummary = z.object({
  id: z.string(),
  gongCallId: z.string(),
  title: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  durationS: z.number().nullable(),
  state: CallState,
  reason: CallReason.nullable(),
  /** In words for this reader; null while there is nothing to explain. */
  reasonText: z.string().nullable(),
  turn: Turn.nullable(),
  nextTryAt: z.iso.datetime().nullable(),
  /** May this reader press "try again" / "write one anyway"? */
  canRetry: z.boolean(),
  source: CallSource,
  /** The customer's company as far as the parties' e-mail domains tell. */
  company: z.string().nullable(),
  host: z.string().nullable(),
  isMine: z.boolean(),
  parties: z.array(Party),
  followUp: z.object({ id: z.string(), status: z.string(), version: z.int() }).nullable(),
  timings: CallTimings,
})
export type CallSummary = z.infer<typeof CallSummary>

export const CallDetail = CallSummary.omit({ followUp: true }).extend({
  url: z.string().nullable(),
  language: z.string().nullable(),
  timeZone: z.string(),
  transcript: z.array(TranscriptSentence),
  followUp: FollowUp.nullable(),
})
export type CallDetail = z.infer<typeof CallDetail>

export const CallList = z.object({
  items: z.array(CallSummary),
  nextCursor: z.string().nullable(),
  /** When Gong's own list was last compared with ours, and when it will be next. */
  listReadAt: z.iso.datetime().nullable(),
  listNextAt: z.iso.datetime().nullable(),
})
export type CallList = z.infer<typeof CallList>

export const CallListQuery = z.object({
  /** `review` = has a draft to review, `waiting` = expected, fetched or held. */
  state: z.enum([...CALL_STATES, 'review', 'waiting']).optional(),
  q: z.string().max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  mine: z.stringbool().optional(),
  host: z.string().max(320).optional(),
  company: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
})
export type CallListQuery = z.infer<typeof CallListQuery>

/** `POST /api/calls`: a Gong call id, or a link to the call in Gong. */
export const FindCall = z.object({ gong: z.string().min(1).max(2000) })
export const FoundCall = z.object({
  found: z.enum(['here', 'watching']),
  message: z.string(),
  call: CallSummary.nullable(),
})
export type FoundCall = z.infer<typeof FoundCall>
