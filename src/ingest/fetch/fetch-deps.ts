import type { GongConfig } from '../../config.ts'
import type { OutcomeDeps } from '../../connections/gong-outcome.ts'
import type { Tokens } from '../../connections/tokens.ts'
import type { Gong } from '../../gong/gong.ts'
import type { Logger } from 'pino'

export interface FetchDeps extends OutcomeDeps {
  gong: Gong
  tokens: Tokens
  config: GongConfig
  log: Logger
}
