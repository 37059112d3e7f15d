import { z } from 'zod'
import { storableText } from './storable-text.ts'

/**
 * Gong's records as far as we read them. Tolerant: unknown keys pass, an absent value may be null or missing,
 * ids are strings (19 digits and more, never numbers).
 */
const text = z
  .string()
  .nullish()
  .transform((value) => (value == null ? null : storableText(value)))
/**
 * Documented as up to 20 digits. Some room is left for what else Gong may call an id; a much longer one, or one with
 * characters that no id has, is an odd record and never gets as far as the database, whose keys are bounded.
 */
const id = z.string().regex(/^[\x21-\x7e]{1,64}$/)
const optionalId = id.nullish().transform((value) => value ?? null)
/** What is longer than the longest address there can be is none. Addresses are indexed, which bounds them too. */
const email = text.transform((value) => (value !== null && value.length <= 320 ? value : null))

export const GongCall = z.object({
  id,
  url: text,
  title: text,
  started: text,
  scheduled: text,
  duration: z
    .number()
    .nullish()
    .transform((value) => value ?? null),
  primaryUserId: optionalId,
  direction: text,
  scope: text,
  language: text,
  workspaceId: optionalId,
  isPrivate: z
    .boolean()
    .nullish()
    .transform((value) => value ?? null),
})
export type GongCall = z.infer<typeof GongCall>

export const GongParty = z.object({
  id: text,
  emailAddress: email,
  name: text,
  title: text,
  userId: optionalId,
  speakerId: text,
  affiliation: text,
  methods: z
    .array(z.string())
    .nullish()
    .transform((value) => value ?? []),
})
export type GongParty = z.infer<typeof GongParty>

export const GongCallDetails = z.object({
  metaData: GongCall,
  parties: z
    .array(GongParty)
    .nullish()
    .transform((value) => value ?? []),
})
export type GongCallDetails = z.infer<typeof GongCallDetails>

export const GongSentence = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string().transform(storableText),
})

export const GongTranscript = z.object({
  callId: id,
  transcript: z
    .array(z.object({ speakerId: text, topic: text, sentences: z.array(GongSentence) }))
    .nullish()
    .transform((value) => value ?? []),
})
export type GongTranscript = z.infer<typeof GongTranscript>

export const GongUser = z.object({
  id,
  emailAddress: email,
  emailAliases: z
    .array(z.string().transform(storableText))
    .nullish()
    .transform((value) => value ?? []),
  firstName: text,
  lastName: text,
  title: text,
  managerId: optionalId,
  active: z
    .boolean()
    .nullish()
    .transform((value) => value ?? true),
})
export type GongUser = z.infer<typeof GongUser>

/** A rule's delivery: the call's details and whether it was only a test. */
export const GongRulePayload = z.object({
  callData: GongCallDetails,
  isTest: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
  isPrivate: z
    .boolean()
    .nullish()
    .transform((value) => value ?? null),
})
export type GongRulePayload = z.infer<typeof GongRulePayload>

/** A subscription's delivery. */
export const GongEvent = z.object({
  type: z.string().max(100).transform(storableText),
  timestamp: z.unknown(),
  data: z.object({ callId: z.string().min(1).max(40), gongWorkspaceId: text }),
})
export type GongEvent = z.infer<typeof GongEvent>
