import { z } from 'zod'

const time = z.iso.datetime()

const Sending = {
  lastSuccessAt: time.nullable(),
  lastFailureAt: time.nullable(),
  /** In words; null when the last sending worked. */
  failure: z.string().nullable(),
  /** Messages that are not sent yet, how often the first of them was tried, and when it is tried next. */
  waiting: z.int(),
  tries: z.int(),
  nextTryAt: time.nullable(),
}

/** Who is told when an issue opens or closes, as `GET /api/admin/alerts` answers it. */
export const Alerts = z.object({
  email: z.object({
    /** Whether a mail server is configured for this deployment. */
    isSetUp: z.boolean(),
    isOn: z.boolean(),
    /** Who would be mailed now: the connection's owner, or the admins while it has none. */
    recipients: z.array(z.object({ name: z.string(), email: z.string() })),
    ...Sending,
  }),
  webhook: z.object({ url: z.string().nullable(), ...Sending }),
})
export type Alerts = z.infer<typeof Alerts>

/** `secret` is there once: when the address is new, or a new secret was asked for. */
export const ChangedAlerts = Alerts.extend({ secret: z.string().nullable() })
export type ChangedAlerts = z.infer<typeof ChangedAlerts>

export const AlertsInput = z.object({
  webhookUrl: z.string().trim().min(1).max(2000).nullable(),
  email: z.boolean(),
  /** The former secret ends at once. */
  newSecret: z.boolean().optional(),
})
export type AlertsInput = z.infer<typeof AlertsInput>

const Tested = z.object({ sent: z.boolean(), failure: z.string().nullable() })

/** Null = this way is not set up or switched off. */
export const TestedAlerts = z.object({ email: Tested.nullable(), webhook: Tested.nullable() })
export type TestedAlerts = z.infer<typeof TestedAlerts>
