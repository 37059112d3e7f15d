import { z } from 'zod'
import type { CallChange } from './changing.ts'
import { ControlError } from './errors.ts'
import type { FinishOptions } from './finishing.ts'
import type { GivenTranscript } from './given-calls.ts'
import type { GivenParty } from './state.ts'

/** The bodies of the control routes. Unknown keys are borne: they may be meant for a newer simulator. */

const text = z.string().nullish()

const PartyInput = z
  .object({
    name: z.string().min(1),
    email: text,
    emailAddress: text,
    title: text,
    affiliation: z.enum(['Internal', 'External', 'Unknown']).nullish(),
    userId: text,
    speakerId: text,
    methods: z.array(z.string()).nullish(),
  })
  .transform((party): GivenParty => ({
    name: party.name,
    email: party.emailAddress ?? party.email ?? null,
    title: party.title ?? null,
    affiliation: party.affiliation ?? null,
    userId: party.userId ?? null,
    speakerId: party.speakerId ?? null,
    attended: party.methods?.includes('Attendee') ?? true,
  }))

const MonologueInput = z.object({
  speakerId: z
    .string()
    .nullish()
    .transform((id) => id ?? null),
  topic: z
    .string()
    .nullish()
    .transform((topic) => topic ?? null),
  sentences: z.array(z.object({ start: z.number(), end: z.number(), text: z.string() })),
})

const TurnInput = z.object({
  speaker: z.string().min(1),
  text: z.string(),
  atMs: z.number().min(0).optional(),
})

const TranscriptInput = z.union([
  z
    .array(MonologueInput)
    .min(1)
    .transform((monologues): GivenTranscript => ({ monologues })),
  z
    .array(TurnInput)
    .min(1)
    .transform((turns): GivenTranscript => ({ turns })),
  z.object({ turns: z.array(TurnInput).min(1) }),
  z.string().transform(turnsOfText),
])

export const CallsInput = z.object({
  company: z.string().optional(),
  count: z.int().min(1).max(20_000).optional(),
  script: z.string().optional(),
  title: z.string().optional(),
  parties: z.array(PartyInput).optional(),
  transcript: TranscriptInput.optional(),
  startedAt: z.iso
    .datetime({ offset: true })
    .transform((time) => new Date(time))
    .optional(),
  durationS: z.number().positive().optional(),
  isPrivate: z.boolean().optional(),
  scope: z.enum(['Internal', 'External', 'Unknown']).optional(),
  language: z.string().optional(),
  notify: z.boolean().optional(),
  listDelayS: z.number().min(0).optional(),
  detailDelayS: z.number().min(0).optional(),
  transcriptDelayS: z.number().min(0).optional(),
})
export type CallsInput = z.input<typeof CallsInput>

export const ChangeInput = z.object({
  company: z.string().optional(),
  title: z.string().optional(),
  isPrivate: z.boolean().optional(),
  scope: z.enum(['Internal', 'External', 'Unknown']).optional(),
  language: z.string().optional(),
  transcript: TranscriptInput.optional(),
  /** Announces the call once more. */
  notify: z.boolean().optional(),
})
export type ChangeInput = z.input<typeof ChangeInput>

export const SeedInput = z.object({
  company: z.string().optional(),
  calls: z.int().min(0).max(200_000),
  days: z.int().min(1).max(3_650).default(90),
  seed: z.int().default(1),
})
export type SeedInput = z.input<typeof SeedInput>

export const PersonInput = z.object({ name: z.string(), email: z.string().min(3) })

export const RuleInput = z.object({
  company: z.string().optional(),
  url: z.url({ protocol: /^https?$/ }),
  authentication: z.enum(['jwt', 'url']).default('jwt'),
  filter: z.object({ scope: z.string().optional(), titleContains: z.string().optional() }).default({}),
})
export type RuleInput = z.input<typeof RuleInput>

export const RedirectsInput = z.object({ allow: z.array(z.url({ protocol: /^https?$/ })) })

/** Reads a control's body. Throws ControlError with a sentence that names what is wrong. */
export function readControl<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const read = shape.safeParse(body)
  if (read.success) return read.data
  throw new ControlError(z.prettifyError(read.error))
}

/** Without the keys that have no value: what `FinishOptions` expects. */
export function finishOptions(input: z.output<typeof CallsInput>): FinishOptions {
  return withoutEmpty(input)
}

export function callChange(input: z.output<typeof ChangeInput>): CallChange {
  const { title, isPrivate, scope, language, transcript } = input
  return withoutEmpty({ title, isPrivate, scope, language, transcript })
}

function withoutEmpty(input: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
}

/** Lines of `Name: words`; a line without a name goes on with the one before. */
function turnsOfText(written: string): GivenTranscript {
  const turns: { speaker: string; text: string }[] = []
  for (const line of written
    .split('\n')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const [, speaker, said] = /^([^:：]{1,60})[:：]\s*(.+)$/u.exec(line) ?? []
    const before = turns.at(-1)
    if (speaker !== undefined && said !== undefined) turns.push({ speaker, text: said })
    else if (before) before.text += ` ${line}`
    else turns.push({ speaker: 'Speaker 1', text: line })
  }
  return { turns }
}
