import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { GongConfig } from '../config.ts'
import type { Allowance } from './allowance/allowance.ts'
import { createAsk, type RequestReport } from './ask.ts'
import { callOperations } from './calls.ts'
import type { Gong } from './gong.ts'
import { DEADLINE_MS, MAX_BYTES } from './http.ts'
import { createLargeBodies, type LargeBodies } from './large-bodies.ts'
import { oauthOperations } from './oauth.ts'
import { subscriptionOperations } from './subscriptions.ts'
import { transcriptOperations } from './transcripts.ts'
import { userOperations } from './users.ts'
import { createWhenSent } from './when-sent.ts'

export interface GongDeps {
  config: Pick<GongConfig, 'apiHosts'>
  allowance: Allowance
  clock: Clock
  log: Pick<Logger, 'debug' | 'warn'>
  fetch?: typeof fetch
  /** Counts each API request, for metrics. */
  onRequest?: (report: RequestReport) => void
  /** Aborted when the process stops: then nobody waits for a slot any more. */
  stop?: AbortSignal
  /** For the whole of one exchange; tests shorten it. */
  deadlineMs?: number
  /** Largest answer we take, in bytes after decompression; tests lower it. */
  maxBytes?: number
  /** Tests hand in their own. */
  largeBodies?: LargeBodies
}

/** The door to Gong. Holds no state of its own: what is shared lives in the allowance and in the sessions handed in. */
export function createGong(deps: GongDeps): Gong {
  // The first `fetch` of a process loads its HTTP client: 0.3 to 1 s on a busy machine, in which a slot that was taken
  // grows old, and the request arrives among those of the next second (Gong then saw four in 0.95 s). So it is loaded now.
  if (!deps.fetch) fetch('data:,').catch(() => {})
  const limits = {
    // Looked up at each call, so that an instrumented global fetch is used too.
    fetch: deps.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args)),
    whenSent: createWhenSent(),
    deadlineMs: deps.deadlineMs ?? DEADLINE_MS,
    maxBytes: deps.maxBytes ?? MAX_BYTES,
    largeBodies: deps.largeBodies ?? createLargeBodies(),
  }
  const ask = createAsk({ ...deps, ...limits, onRequest: deps.onRequest ?? (() => {}) })
  return {
    oauth: oauthOperations({ ...limits, apiHosts: deps.config.apiHosts, clock: deps.clock, log: deps.log }),
    ...callOperations(ask),
    ...transcriptOperations(ask),
    ...userOperations(ask),
    subscriptions: subscriptionOperations(ask),
  }
}
