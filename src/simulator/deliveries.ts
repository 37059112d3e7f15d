import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { extensiveJson, wholeCall } from './api/call-json.ts'
import type { Call, Companies, Company } from './companies.ts'
import { newRequestId } from './ids.ts'
import { ruleJwt, standardWebhookHeaders } from './signing.ts'
import { CALL_ANALYZED, type Delivery, type Rule } from './state.ts'
import type { Store } from './store.ts'

/** Tells the company's receivers of analysed calls. */
export interface Deliveries {
  /** Queues one delivery a call and receiver, and begins to send. */
  announce(company: Company, calls: Call[]): void
  /** "Test now" of the company's rule: one real call with `isTest`. Resolves when it was tried once. */
  testRule(company: Company, rule: Rule, call: Call): Promise<Delivery>
  /** Goes on with what a restart interrupted. */
  resume(): void
  stop(): void
}

// One machine receives them all: enough to be a burst, few enough to leave it connections.
const IN_FLIGHT = 40
const ANSWER_WITHIN_MS = 15_000
const DELIVERIES_KEPT = 2_000
// How often those that wait look at the clock, which a test may have moved.
const LOOK_AGAIN_MS = 500

export function createDeliveries(store: Store, companies: Companies, clock: Clock, log: Logger): Deliveries {
  const { state } = store
  const stopping = new AbortController()
  const timers = new Set<NodeJS.Timeout>()
  const queue: Delivery[] = []
  let inFlight = 0

  const sendNext = (): void => {
    while (inFlight < IN_FLIGHT && !stopping.signal.aborted) {
      const place = state.faults.shuffleWebhooks ? Math.floor(Math.random() * queue.length) : 0
      const [delivery] = queue.splice(place, 1)
      if (!delivery) return
      inFlight += 1
      void attempt(delivery)
        .catch((error: unknown) => log.error(error, 'a simulated delivery failed'))
        .finally(() => {
          inFlight -= 1
          sendNext()
        })
    }
  }
  const later = (delivery: Delivery, waitMs: number): void => {
    const dueMs = clock.now().getTime() + waitMs
    const wait = (): void => {
      const leftMs = dueMs - clock.now().getTime()
      const timer = setTimeout(
        () => {
          timers.delete(timer)
          if (clock.now().getTime() < dueMs) return wait()
          queue.push(delivery)
          sendNext()
        },
        Math.min(leftMs, LOOK_AGAIN_MS),
      )
      timers.add(timer)
    }
    wait()
  }
  const attempt = async (delivery: Delivery): Promise<void> => {
    await post(delivery)
    if (stopping.signal.aborted) return
    const { webhookRetries, webhookBackoffMs } = state.faults
    const failures = delivery.attempts.length
    if (isAnswered(delivery)) delivery.state = 'answered'
    else if (failures > webhookRetries) delivery.state = 'gave_up'
    else later(delivery, webhookBackoffMs * 4 ** (failures - 1))
    // Not waited for: at worst a delivery is repeated after a crash, which receivers must bear anyway.
    store.save().catch((error: unknown) => log.error(error, 'the simulator could not save its state'))
  }
  const post = async (delivery: Delivery): Promise<void> => {
    const request = await requestFor(delivery, companies, store, clock)
    const began = performance.now()
    const done = (status: number | null, error: string | null) =>
      delivery.attempts.push({
        atMs: clock.now().getTime(),
        status,
        error,
        tookMs: performance.now() - began,
      })
    if (!request) {
      done(null, 'the receiver is gone')
      delivery.attempts.length = state.faults.webhookRetries + 1
      return
    }
    try {
      const response = await fetch(delivery.url, {
        method: 'POST',
        redirect: 'manual',
        ...request,
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      })
      await response.arrayBuffer()
      done(response.status, null)
    } catch (error) {
      done(null, problemOf(error))
    }
  }
  const enqueue = (delivery: Delivery): void => {
    state.deliveries.push(delivery)
    if (delivery.state === 'dropped') return
    const { delayWebhooksS, lateWebhooks } = state.faults
    const waitMs = Math.random() < lateWebhooks ? delayWebhooksS * 1000 : 0
    if (waitMs > 0) later(delivery, waitMs)
    else queue.push(delivery)
  }

  return {
    announce(company, calls) {
      for (const call of calls)
        for (const delivery of deliveriesFor(company, call, clock)) {
          if (Math.random() < state.faults.dropWebhooks) delivery.state = 'dropped'
          enqueue(delivery)
          // Sent twice: the same message id, as a sender does that has lost the first answer.
          if (delivery.state === 'waiting' && Math.random() < state.faults.duplicateWebhooks)
            enqueue({ ...delivery, id: randomUUID(), attempts: [] })
        }
      forgetOld(store)
      sendNext()
    },
    async testRule(company, rule, call) {
      const delivery = newDelivery(company, call, clock, {
        kind: 'test',
        url: rule.url,
        subscriptionId: null,
      })
      state.deliveries.push(delivery)
      await post(delivery)
      delivery.state = isAnswered(delivery) ? 'answered' : 'gave_up'
      await store.save()
      return delivery
    },
    resume() {
      queue.push(...state.deliveries.filter((delivery) => delivery.state === 'waiting'))
      sendNext()
    },
    stop() {
      stopping.abort()
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

function deliveriesFor(company: Company, call: Call, clock: Clock): Delivery[] {
  const { subscriptions, rule } = company.state
  const toSubscribers = subscriptions
    .filter((known) => known.status === 'active' && !known.foreign && known.event === CALL_ANALYZED)
    .map(({ id, url }) =>
      newDelivery(company, call, clock, { kind: 'subscription', url, subscriptionId: id }),
    )
  if (!rule || !matches(rule, company, call)) return toSubscribers
  return [
    ...toSubscribers,
    newDelivery(company, call, clock, { kind: 'rule', url: rule.url, subscriptionId: null }),
  ]
}

function matches({ filter }: Rule, company: Company, call: Call): boolean {
  const { scope, title } = company.content(call)
  if (filter.scope !== undefined && filter.scope !== scope) return false
  return (
    filter.titleContains === undefined || title.toLowerCase().includes(filter.titleContains.toLowerCase())
  )
}

function newDelivery(
  company: Company,
  call: Call,
  clock: Clock,
  receiver: Pick<Delivery, 'kind' | 'url' | 'subscriptionId'>,
): Delivery {
  return {
    id: randomUUID(),
    company: company.state.key,
    callId: call.id,
    webhookId: `msg_${randomUUID().replaceAll('-', '')}`,
    state: 'waiting',
    createdMs: clock.now().getTime(),
    attempts: [],
    ...receiver,
  }
}

/** Body and headers, made anew for each attempt: a signature is only good for minutes. Null: nobody receives it any more. */
async function requestFor(delivery: Delivery, companies: Companies, store: Store, clock: Clock) {
  const { state } = store
  const company = companies.get(delivery.company)
  const call = company?.call(delivery.callId)
  if (!company || !call) return null
  const atS = Math.floor(clock.now().getTime() / 1000)
  const wrong = state.faults.badSignature
  const headers: Record<string, string> = { 'content-type': 'application/json', 'x-traceid': newRequestId() }
  if (delivery.kind === 'subscription') {
    const { subscriptionId } = delivery
    if (subscriptionId === null || !company.state.subscriptions.some(({ id }) => id === subscriptionId))
      return null
    const body = JSON.stringify({
      type: CALL_ANALYZED,
      timestamp: new Date(delivery.createdMs).toISOString(),
      data: { callId: call.id, gongWorkspaceId: company.workspaceId },
    })
    const key = { secretHex: state.secret, subscriptionId, wrong }
    return {
      body,
      headers: { ...headers, ...standardWebhookHeaders({ webhookId: delivery.webhookId, body, atS }, key) },
    }
  }
  const { rule } = company.state
  if (!rule) return null
  const body = JSON.stringify({
    callData: extensiveJson(company, call, wholeCall),
    isTest: delivery.kind === 'test',
    isPrivate: company.content(call).isPrivate,
  })
  if (rule.authentication === 'url') return { body, headers }
  const authorization = await ruleJwt({ url: rule.url, body, atS }, { privateKey: rule.privateKey, wrong })
  return { body, headers: { ...headers, authorization } }
}

function isAnswered(delivery: Delivery): boolean {
  const status = delivery.attempts.at(-1)?.status ?? 0
  return status >= 200 && status < 300
}

function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer'
  if (error.name === 'TimeoutError') return `no answer within ${ANSWER_WITHIN_MS / 1000} s`
  const { cause } = error
  return cause instanceof Error ? cause.message : error.message
}

function forgetOld(store: Store): void {
  const surplus = store.state.deliveries.length - DELIVERIES_KEPT
  if (surplus <= 0) return
  let dropped = 0
  store.state.deliveries = store.state.deliveries.filter(
    (delivery) => delivery.state === 'waiting' || (dropped += 1) > surplus,
  )
}
