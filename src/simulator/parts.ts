import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Companies } from './companies.ts'
import type { Cursors } from './cursors.ts'
import type { Deliveries } from './deliveries.ts'
import type { RateLimit } from './rate-limit.ts'
import type { RequestLog } from './request-log.ts'
import type { Store } from './store.ts'

/** What the routes share. */
export interface Parts {
  store: Store
  companies: Companies
  cursors: Cursors
  requests: RequestLog
  deliveries: Deliveries
  /** By company key. */
  limits: Map<string, RateLimit>
  /** How long a second of the allowance lasts (see `SimulatorOptions`). */
  secondMs: number
  clock: Clock
  log: Logger
}
