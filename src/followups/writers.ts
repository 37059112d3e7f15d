import type { Logger } from 'pino'
import { ConfigError } from '../errors.ts'
import { modelWriter } from './model/model-writer.ts'
import type { Author } from './model/model-writer.ts'
import { isProvider, PROVIDERS } from './model/providers.ts'
import { toWriterInput } from './stored-call.ts'
import { createThreads } from './threads/threads.ts'
import type { WritingThreads } from './threads/threads.ts'
import type { Writer } from './writer.ts'

/**
 * The writer that the configuration names: `built-in` (no key, no network) or `PROVIDER/MODEL`.
 * Nothing is loaded before the first call is written.
 * @throws ConfigError with the sentence that stops the start
 */
export function createWriter(
  config: { model: string; baseUrl?: string | undefined; apiKey?: string | undefined },
  deps: { log: Logger },
): Writer {
  if (config.model === 'built-in') return builtInWriter(createThreads(deps))
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
  const { baseUrl, apiKey } = config
  return checkedBy(createThreads(deps), modelWriter({ provider, model, baseUrl, apiKey, log: deps.log }))
}

/** Needs no key and no network; its threads check what they wrote. */
const builtInWriter = (threads: WritingThreads): Writer => ({
  name: 'built-in',
  write: (call, signal) => threads.write(call, signal),
  close: () => threads.close(),
})

/** A model's answer is believed no more than any other: it is handed over when a thread has checked it. */
const checkedBy = (threads: WritingThreads, author: Author): Writer => ({
  name: author.name,
  write: async (call, signal) => threads.check(await author.write(toWriterInput(call), signal), call, signal),
  close: async () => void (await Promise.all([author.close(), threads.close()])),
})
