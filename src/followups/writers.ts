import type { Logger } from 'pino'
import { ConfigError } from '../errors.ts'
import { builtInWriter } from './built-in/built-in-writer.ts'
import { modelWriter } from './model/model-writer.ts'
import { isProvider, PROVIDERS } from './model/providers.ts'
import type { Writer } from './writer.ts'

/**
 * The writer that the configuration names: `built-in` (no key, no network) or `PROVIDER/MODEL`.
 * Nothing is loaded before the first call is written.
 * @throws ConfigError with the sentence that stops the start
 */
export function createWriter(
  config: { model: string; baseUrl?: string | undefined },
  deps: { log: Logger },
): Writer {
  if (config.model === 'built-in') return builtInWriter({ log: deps.log })
  const slash = config.model.indexOf('/')
  const provider = config.model.slice(0, slash)
  const model = config.model.slice(slash + 1)
  if (slash < 1 || model === '' || !isProvider(provider))
    throw new ConfigError(
      `FOLLOWUP_MODEL must be built-in or PROVIDER/MODEL with one of ${PROVIDERS.join(', ')}; it is ${config.model}`,
    )
  if (provider === 'openai-compatible' && !config.baseUrl)
    throw new ConfigError(
      'FOLLOWUP_BASE_URL is missing: it is the address of the model that FOLLOWUP_MODEL=openai-compatible/… names',
    )
  return modelWriter({ provider, model, baseUrl: config.baseUrl, log: deps.log })
}
