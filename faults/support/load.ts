import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { analyzed, signedEvent } from '../../test/support/deliveries.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** One attempt to deliver an event, and what came of it. */
export interface Attempt {
  callId: string
  webhookId: string
  /** Null: no answer came, or not a whole one. */
  status: number | null
  retryAfter: string | null
  tookMs: number
  problem: string | null
  /** The same event had been acknowledged before: this one must be a duplicate. */
  isRepeat: boolean
}

/** Events as Gong sends them: by the simulator for calls that it finishes, and from here, where each answer is kept. */
export interface Load {
  attempts: Attempt[]
  /** No new events. Resolves when those that were begun are acknowledged, or given up. */
  stop(): Promise<void>
}

const SENDERS = 3
/** A sender that hears nothing for this long hangs up; the simulator does so, too. */
const PATIENCE_MS = 15_000
/** After it was told to stop, an event is tried again for this long. */
const LAST_TRIES_MS = 60_000

/** `calls` = how many each of the two ways announces, about. */
export function startLoad(world: World, random: Random, calls: number): Load {
  const attempts: Attempt[] = []
  const stopping = new AbortController()
  let giveUpAt = Number.POSITIVE_INFINITY
  const ready: string[] = []
  const running = [fromGong(), fromHere()]

  async function fromGong(): Promise<void> {
    for (let left = calls; left > 0 && !stopping.signal.aborted;) {
      const count = Math.min(left, random.whole(1, 5))
      await world.gong('POST', '/calls', { count })
      left -= count
      await pause(random.between(50, 600))
    }
  }

  async function fromHere(): Promise<void> {
    const { ids } = await world.gong<{ ids: string[] }>('POST', '/calls', { count: calls, notify: false })
    ready.push(...ids)
    await Promise.all(Array.from({ length: SENDERS }, send))
  }

  async function send(): Promise<void> {
    for (let callId = ready.pop(); callId !== undefined && !stopping.signal.aborted; callId = ready.pop()) {
      await deliver(callId)
      await pause(random.between(100, 800))
    }
  }

  /** As Gong does: again, until it is acknowledged. Some senders don't; some send twice, or two events for a call. */
  async function deliver(callId: string): Promise<void> {
    const isPatient = random.chance(0.85)
    const isAcknowledged = await deliverOnce(callId, `msg_${randomUUID()}`, isPatient, random.chance(0.2))
    if (isAcknowledged && random.chance(0.1)) await deliverOnce(callId, `msg_${randomUUID()}`, true, false)
  }

  async function deliverOnce(
    callId: string,
    webhookId: string,
    isPatient: boolean,
    isRepeated: boolean,
  ): Promise<boolean> {
    for (;;) {
      const attempt = await post(callId, webhookId, false)
      if (isAck(attempt)) break
      if (!isPatient || Date.now() > giveUpAt) return false
      await sleep(random.between(100, 600))
    }
    if (isRepeated) await post(callId, webhookId, true)
    return true
  }

  async function post(callId: string, webhookId: string, isRepeat: boolean): Promise<Attempt> {
    const began = performance.now()
    const answer = await answerOf(callId, webhookId)
    const attempt = { callId, webhookId, ...answer, tookMs: performance.now() - began, isRepeat }
    attempts.push(attempt)
    return attempt
  }

  async function answerOf(
    callId: string,
    webhookId: string,
  ): Promise<Pick<Attempt, 'status' | 'retryAfter' | 'problem'>> {
    const event = signedEvent(world.subscription.token, analyzed(callId), { id: webhookId })
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS)
      const response = await fetch(world.subscription.url, { method: 'POST', ...event, signal })
      await response.arrayBuffer()
      return { status: response.status, retryAfter: response.headers.get('retry-after'), problem: null }
    } catch (error) {
      return { status: null, retryAfter: null, problem: problemOf(error) }
    }
  }

  const pause = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: stopping.signal }).catch(() => {})

  return {
    attempts,
    async stop() {
      giveUpAt = Date.now() + LAST_TRIES_MS
      stopping.abort()
      await Promise.all(running)
    },
  }
}

export function isAck({ status }: Pick<Attempt, 'status'>): boolean {
  return status === 202 || status === 200
}

function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${PATIENCE_MS / 1000} s`
  return error.cause instanceof Error ? error.cause.message : error.message
}
