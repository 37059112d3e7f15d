import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../clock.ts'
import { GongApiError, texts } from '../errors.ts'
import { newGongId } from '../ids.ts'
import { subscriptionToken } from '../signing.ts'
import { CALL_ANALYZED, type CompanyState, type Subscription } from '../state.ts'
import type { Store } from '../store.ts'
import type { Door } from './door.ts'

/**
 * Webhook subscriptions. The real Gong has no such operation: this is the contract that FastFollow would like to speak,
 * apart from the faithful rest. The fault `subscriptionsNotOffered` makes it like today's Gong.
 */
export function addSubscriptions(api: FastifyInstance, door: Door, store: Store, clock: Clock): void {
  const { state } = store
  const onlyIfOffered = () => {
    if (state.faults.subscriptionsNotOffered) throw new GongApiError(404, texts.notFound)
    if (state.faults.subscriptionsRefused)
      throw new GongApiError(403, 'Subscriptions are not part of your plan')
  }

  api.post('/webhooks/subscriptions', async (request, reply) => {
    const { company, requestId, body } = door.enterWithBody(request, null)
    onlyIfOffered()
    const { event, url } = readRequest(body)
    const rows = company.state
    if (state.faults.conflictingSubscription) addForeign(rows, clock)
    const other = rows.subscriptions.find(
      (known) => known.event === event && known.status === 'active' && !known.stale,
    )
    if (other)
      throw new GongApiError(409, `A subscription to ${event} is already active for this workspace`, {
        more: { conflict: { id: other.id, url: other.url } },
      })
    rows.subscriptions = rows.subscriptions.filter((known) => !known.stale)
    const subscription = newSubscription(event, url, clock)
    rows.subscriptions.push(subscription)
    await store.save()
    reply.code(201)
    return {
      requestId,
      subscription: {
        ...subscriptionJson(subscription),
        token: subscriptionToken(state.secret, subscription.id),
      },
    }
  })

  api.get('/webhooks/subscriptions', async (request) => {
    const { company, requestId } = door.enter(request, null)
    onlyIfOffered()
    const rows = company.state
    if (state.faults.conflictingSubscription && rows.subscriptions.length === 0) addForeign(rows, clock)
    return { requestId, subscriptions: rows.subscriptions.map(subscriptionJson) }
  })

  api.delete<{ Params: { id: string } }>('/webhooks/subscriptions/:id', async (request, reply) => {
    const { company } = door.enter(request, null)
    onlyIfOffered()
    const { id } = request.params
    const gone = company.state.subscriptions.find((known) => known.id === id)
    if (!gone) throw new GongApiError(404, `Subscription ID ${id} was not found`)
    company.state.subscriptions = company.state.subscriptions.filter((known) => known.id !== id)
    // The other program's subscription is out of the way: the fault has been cured.
    if (gone.foreign) state.faults.conflictingSubscription = false
    await store.save()
    return reply.code(204).send()
  })
}

/** A subscription of another program, where none of ours is active. */
function addForeign(company: CompanyState, clock: Clock): void {
  if (company.subscriptions.some((known) => known.status === 'active' && !known.stale)) return
  company.subscriptions.push({
    ...newSubscription(CALL_ANALYZED, 'https://hooks.other-tool.example/gong/calls', clock),
    foreign: true,
  })
}

function newSubscription(event: string, url: string, clock: Clock): Subscription {
  const createdMs = clock.now().getTime()
  return { id: newGongId(), event, url, status: 'active', createdMs, foreign: false, stale: false }
}

function subscriptionJson({ id, event, url, status, createdMs }: Subscription): object {
  return { id, event, url, status, createdAt: new Date(createdMs).toISOString() }
}

function readRequest(body: Record<string, unknown>): { event: string; url: string } {
  const { event, url } = body
  if (event !== CALL_ANALYZED) throw new GongApiError(400, `event: must be ${CALL_ANALYZED}`)
  if (typeof url !== 'string' || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new GongApiError(400, 'url: must be an http or https address')
  return { event, url }
}
