import { z } from 'zod'
import type { Ask } from './ask.ts'
import { GongError } from './errors.ts'
import type { GongSubscriptions } from './gong.ts'
import { parseEach } from './parse-each.ts'

const PATH = '/v2/webhooks/subscriptions'
export const CALL_ANALYZED = 'call.analyzed'

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null)
const Subscription = z.object({
  id: z.string().min(1),
  event: z.string(),
  url: z.string(),
  status: z
    .string()
    .nullish()
    .transform((value) => value ?? 'active'),
  createdAt: text,
})
const NewSubscription = Subscription.extend({ token: z.string().startsWith('whsec_').min(16) })

/** Subscriptions to `call.analyzed`. Gong's public API has none today: any operation may throw `not_offered`. */
export function subscriptionOperations(ask: Ask): GongSubscriptions {
  return {
    async create(session, url) {
      const body = await ask(session, {
        operation: 'create_subscription',
        method: 'POST',
        path: PATH,
        body: () => ({ event: CALL_ANALYZED, url }),
        mayBeMissing: true,
      })
      const parsed = NewSubscription.safeParse(body?.['subscription'])
      if (parsed.success) return parsed.data
      throw new GongError('unavailable', 'Gong made a subscription, but did not tell its id and token.')
    },
    async list(session) {
      const body = await ask(session, {
        operation: 'list_subscriptions',
        method: 'GET',
        path: PATH,
        mayBeMissing: true,
      })
      const records = body?.['subscriptions']
      if (!Array.isArray(records))
        throw new GongError('unavailable', "Gong's answer has no list of subscriptions.")
      return parseEach(Subscription, records, (subscription) => subscription['id']).items
    },
    async remove(session, id) {
      try {
        await ask(session, {
          operation: 'remove_subscription',
          method: 'DELETE',
          path: `${PATH}/${encodeURIComponent(id)}`,
          mayBeMissing: true,
        })
      } catch (error) {
        // Whether it is gone, or this Gong never had any: it is not there.
        if (error instanceof GongError && error.kind === 'not_offered') return
        throw error
      }
    },
  }
}
