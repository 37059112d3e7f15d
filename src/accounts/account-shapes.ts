import { z } from 'zod'

export const Role = z.enum(['owner', 'admin', 'member'])
export type Role = z.infer<typeof Role>

export const Email = z.email('Please give a valid e-mail address.').max(320).toLowerCase()
export const Password = z
  .string()
  .min(10, 'Please choose a password of at least 10 characters.')
  .max(200, 'Please choose a password of at most 200 characters.')
const Name = z.string().trim().min(1).max(200)

/** An IANA name such as `Europe/Berlin`. */
export const TimeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, 'This is not a time zone. Names look like "Europe/Berlin".')

export const SetupInput = z.object({
  setupToken: z.string().min(1).max(200),
  name: Name,
  email: Email,
  password: Password,
  workspaceName: Name,
  /** The browser's; becomes the workspace's. Absent = UTC until someone chooses. */
  timeZone: TimeZone.optional(),
})
export type SetupInput = z.infer<typeof SetupInput>
export const SetupDone = z.object({ workspaceId: z.string(), apiKey: z.string() })
export type SetupDone = z.infer<typeof SetupDone>

/** `GET /api/me`: who is asking. `setupNeeded` is answered without a session too, so that pages know where to lead. */
export const Me = z.object({
  setupNeeded: z.boolean(),
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
  workspace: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }).nullable(),
  role: Role.nullable(),
})
export type Me = z.infer<typeof Me>

export const SignInInput = z.object({ email: Email, password: z.string().min(1).max(200) })
export const ChangePasswordInput = z.object({
  currentPassword: z.string().min(1).max(200),
  newPassword: Password,
})
const Person = z.object({ id: z.string(), name: z.string(), email: z.string() })
export const SignedIn = z.object({ user: Person })
export const CurrentSession = z
  .object({ session: z.object({ id: z.string(), expiresAt: z.iso.datetime() }), user: Person })
  .nullable()

export const NewWorkspace = z.object({
  name: Name,
  ownerEmail: Email,
  ownerName: Name,
  password: Password,
  timeZone: TimeZone.optional(),
})
export type NewWorkspace = z.infer<typeof NewWorkspace>

export const Member = z.object({
  /** The person's id: stays the same over role changes. */
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  isMe: z.boolean(),
  joinedAt: z.iso.datetime(),
})
export type Member = z.infer<typeof Member>
export const MemberList = z.object({ items: z.array(Member), nextCursor: z.string().nullable() })
export const MemberEdit = z.object({ role: Role })

export const InviteInput = z.object({ email: Email, role: Role.default('member') })
/** The link is shown once: only its fingerprint is stored. */
export const Invite = z.object({
  link: z.string(),
  purpose: z.enum(['join', 'reset']),
  email: z.string(),
  expiresAt: z.iso.datetime(),
})
export type Invite = z.infer<typeof Invite>

export const JoinInput = z.object({
  token: z.string().min(1).max(200),
  /** Needed to join, ignored for a password reset. */
  name: Name.optional(),
  password: Password,
})
export const Joined = z.object({ workspaceId: z.string(), purpose: z.enum(['join', 'reset']) })

export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters, to tell keys apart. */
  prefix: z.string(),
  madeBy: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>
export const ApiKeyList = z.object({ items: z.array(ApiKey), nextCursor: z.string().nullable() })
export const ApiKeyInput = z.object({ name: Name })
/** `key` is shown this once and never again. */
export const NewApiKey = ApiKey.extend({ key: z.string() })

export const AuditEntry = z.object({
  id: z.string(),
  /** Who did it; null = the command line or FastFollow itself. */
  by: Person.nullable(),
  action: z.string(),
  target: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  at: z.iso.datetime(),
})
export type AuditEntry = z.infer<typeof AuditEntry>
export const AuditList = z.object({ items: z.array(AuditEntry), nextCursor: z.string().nullable() })
export const AuditQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
