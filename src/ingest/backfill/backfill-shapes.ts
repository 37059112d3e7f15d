import { IANAZone } from 'luxon'
import { z } from 'zod'

/** An import of history as FastFollow answers it over HTTP. One definition serves validation, OpenAPI and the pages' types. */

export const BACKFILL_STATES = ['scheduled', 'running', 'paused', 'done', 'cancelled', 'failed'] as const
export const BackfillState = z.enum(BACKFILL_STATES)
export type BackfillState = z.infer<typeof BackfillState>

/** What a run that is not at work waits for. */
export const BackfillWait = z.enum([
  'turn',
  'off_hours',
  'daily_quota',
  'allowance',
  'gong',
  'connection',
  'scope',
])
export type BackfillWait = z.infer<typeof BackfillWait>

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time such as 22:00')
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
/** 1 = Monday … 7 = Sunday, or `mon` … `sun`. */
const weekday = z.union([
  z.int().min(1).max(7),
  z.enum(WEEKDAYS).transform((name) => WEEKDAYS.indexOf(name) + 1),
])

export const OffHoursInput = z.object({
  from: time,
  to: time,
  timeZone: z
    .string()
    .max(100)
    .refine((zone) => IANAZone.isValidZone(zone), 'A time zone such as Europe/Berlin'),
  /** Those on which the hours begin; none given = every day. */
  weekdays: z.array(weekday).max(7).optional(),
})

const moment = z.iso.datetime({ offset: true })
/** `from` left out = everything that Gong has, `to` left out = until now. */
const range = { from: moment.nullish(), to: moment.nullish() }

export const EstimateInput = z.object({ ...range, writeFollowUps: z.boolean().default(false) })

export const Estimate = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  calls: z.int(),
  /** Of them, read before: these cost no transcript. */
  alreadyHere: z.int(),
  requests: z.int(),
  /** At the allowed rate; more where the daily quota does not suffice. */
  seconds: z.int(),
  endsAt: z.iso.datetime(),
  /** Of the requests that a day allows; above 1 it takes several days. */
  shareOfDay: z.number(),
  /** What writing costs: nothing with the built-in writer; for a model the words it would read, in tokens. Null = none are written. */
  writing: z.object({ writer: z.string(), followUps: z.int(), modelTokens: z.int() }).nullable(),
})
export type Estimate = z.infer<typeof Estimate>

export const BackfillInput = z.object({
  ...range,
  when: z.union([z.literal('now'), OffHoursInput]).default('now'),
  writeFollowUps: z.boolean().default(false),
})
export type BackfillInput = z.infer<typeof BackfillInput>

export const Backfill = z.object({
  id: z.string(),
  state: BackfillState,
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  when: z.union([
    z.literal('now'),
    z.object({ from: z.string(), to: z.string(), timeZone: z.string(), weekdays: z.array(z.int()) }),
  ]),
  writeFollowUps: z.boolean(),
  /** How many calls Gong counts in the range; null before it was asked. */
  total: z.int().nullable(),
  /** found = fetched + waiting + skipped + held + failed + erased; drafted are some of the fetched. */
  found: z.int(),
  fetched: z.int(),
  drafted: z.int(),
  /** Left out by a rule; a call imported without a follow-up is fetched, not skipped. */
  skipped: z.int(),
  skippedBy: z.record(z.string(), z.int()),
  held: z.int(),
  failed: z.int(),
  erased: z.int(),
  waiting: z.int(),
  requests: z.int(),
  /** Requests a second while it worked, and what the allowance permits. */
  requestsPerSecond: z.number().nullable(),
  allowedPerSecond: z.number(),
  /** Null where nobody can say: paused, or over without an end. */
  endsAt: z.iso.datetime().nullable(),
  waitsFor: BackfillWait.nullable(),
  waitUntil: z.iso.datetime().nullable(),
  problem: z.string().nullable(),
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
})
export type Backfill = z.infer<typeof Backfill>

export const BackfillList = z.object({ items: z.array(Backfill), nextCursor: z.string().nullable() })
export type BackfillList = z.infer<typeof BackfillList>
export const BackfillListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
})
