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
const id = z.string().min(1)

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
  primaryUserId: text,
  direction: text,
  scope: text,
  language: text,
  workspaceId: text,
  isPrivate: z
    .boolean()
    .nullish()
    .transform((value) => value ?? null),
})
export type GongCall = z.infer<typeof GongCall>

export const GongParty = z.object({
  id: text,
  emailAddress: text,
  name: text,
  title: text,
  userId: text,
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
  emailAddress: text,
  emailAliases: z
    .array(z.string())
    .nullish()
    .transform((value) => value ?? []),
  firstName: text,
  lastName: text,
  title: text,
  managerId: text,
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
