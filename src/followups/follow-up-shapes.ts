import { z } from 'zod'

/** A follow-up as it is stored, answered over HTTP and shown. Transcript positions are milliseconds from the call's start. */

/** One transcript sentence on which something rests. */
export const Evidence = z.object({
  /** Place in the call's transcript, counted from 0. */
  sentence: z.int().min(0),
  startMs: z.int().min(0),
  endMs: z.int().min(0),
  speaker: z.string().max(300),
})
export type Evidence = z.infer<typeof Evidence>

/**
 * `grounded` rests on its evidence; `courtesy` states no fact and no promise; `yours` was written or kept by a
 * person; `unsupported` failed the check and is shown as such.
 */
export const SentenceKind = z.enum(['grounded', 'courtesy', 'yours', 'unsupported'])
export type SentenceKind = z.infer<typeof SentenceKind>

/** How a sentence joins the one before it when the mail is laid out. */
export const Placement = z.enum(['paragraph', 'continues', 'bullet', 'line'])
export type Placement = z.infer<typeof Placement>

export const MailSentence = z.object({
  text: z.string().min(1).max(4000),
  kind: SentenceKind,
  placement: Placement.default('continues'),
  evidence: z.array(Evidence).max(50),
  /** Why an unsupported sentence is unsupported, or a hint where a person's own sentence contradicts its evidence. */
  hint: z.string().max(1000).nullable().default(null),
})
export type MailSentence = z.infer<typeof MailSentence>

/** A promise. `owner` and dates are null where they were not said. */
export const ActionItem = z.object({
  side: z.enum(['ours', 'theirs']),
  text: z.string().min(1).max(2000),
  owner: z.string().max(300).nullable(),
  /** A calendar day in the call's time zone, `YYYY-MM-DD`. */
  dueDate: z.iso.date().nullable(),
  /** The words from which the date follows, such as "by Thursday". */
  dueWords: z.string().max(300).nullable(),
  evidence: z.array(Evidence).max(50),
  kind: SentenceKind.default('grounded'),
})
export type ActionItem = z.infer<typeof ActionItem>

export const Note = z.object({ text: z.string().min(1).max(2000), evidence: z.array(Evidence).max(50) })
export type Note = z.infer<typeof Note>

export const OpenQuestion = Note.extend({ askedBy: z.enum(['ours', 'theirs', 'unknown']) })

export const NextMeeting = z.object({
  text: z.string().min(1).max(2000),
  date: z.iso.date().nullable(),
  /** `HH:MM` in the call's time zone. */
  time: z
    .string()
    .regex(/^\d\d:\d\d$/)
    .nullable(),
  words: z.string().max(300).nullable(),
  evidence: z.array(Evidence).max(50),
})

export const Recipient = z.object({ name: z.string().max(300).nullable(), email: z.email().max(320) })
export type Recipient = z.infer<typeof Recipient>

/** What a writer makes of a call and a person may change. */
export const FollowUpContent = z.object({
  subject: z.string().max(300),
  to: z.array(Recipient).max(100),
  /** BCP-47 language of the mail. */
  language: z.string().max(20),
  sentences: z.array(MailSentence).max(300),
  items: z.array(ActionItem).max(200),
  questions: z.array(OpenQuestion).max(100),
  decisions: z.array(Note).max(100),
  nextMeeting: NextMeeting.nullable(),
  /** For our own side only: never part of the mail. */
  notes: z.array(Note).max(100),
})
export type FollowUpContent = z.infer<typeof FollowUpContent>

export const FOLLOW_UP_STATUSES = [
  'draft',
  'approved',
  'sending',
  'sent',
  'dismissed',
  'send_failed',
  'send_unclear',
] as const
export const FollowUpStatus = z.enum(FOLLOW_UP_STATUSES)
export type FollowUpStatus = z.infer<typeof FollowUpStatus>

export const FollowUp = FollowUpContent.extend({
  id: z.string(),
  callId: z.string(),
  version: z.int(),
  status: FollowUpStatus,
  /** Which writer made the newest machine-written version: `built-in` or `PROVIDER/MODEL`. */
  writer: z.string(),
  approvedVersion: z.int().nullable(),
  /** A newer machine-written version that waits because a person had touched the current one. */
  offeredVersion: z.int().nullable(),
  updatedAt: z.iso.datetime(),
  /** The mail as plain text, laid out from the sentences. */
  mailText: z.string(),
  /** Attendees and invited people who could be added to the recipients. */
  suggestedRecipients: z.array(Recipient),
})
export type FollowUp = z.infer<typeof FollowUp>

export const FollowUpVersion = z.object({
  version: z.int(),
  /** A person's name, or the writer's. */
  madeBy: z.string(),
  byPerson: z.boolean(),
  createdAt: z.iso.datetime(),
  content: FollowUpContent,
})

export const FollowUpWithVersions = FollowUp.extend({ versions: z.array(FollowUpVersion) })

export const FollowUpSummary = z.object({
  id: z.string(),
  callId: z.string(),
  callTitle: z.string().nullable(),
  company: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  host: z.string().nullable(),
  isMine: z.boolean(),
  version: z.int(),
  status: FollowUpStatus,
  subject: z.string(),
  to: z.array(Recipient),
  ours: z.int(),
  theirs: z.int(),
  unsupported: z.int(),
  updatedAt: z.iso.datetime(),
})
export type FollowUpSummary = z.infer<typeof FollowUpSummary>
export const FollowUpList = z.object({
  items: z.array(FollowUpSummary),
  nextCursor: z.string().nullable(),
  toReview: z.int(),
})

/** `PATCH /api/follow-ups/{id}`: what is left out stays; `version` is the one that was being edited. */
export const FollowUpEdit = FollowUpContent.partial().extend({ version: z.int() })
export const VersionOnly = z.object({ version: z.int() })
export const MarkSent = z.object({ via: z.string().min(1).max(100) })
