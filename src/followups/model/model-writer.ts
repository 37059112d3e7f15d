import type { LanguageModel } from 'ai'
import type { Logger } from 'pino'
import type { FollowUpContent } from '../follow-up-shapes.ts'
import type { SpokenSentence, WriterInput } from '../writer.ts'
import { Answer } from './answer.ts'
import { INSTRUCTIONS, mergePrompt, partPrompt, partsOf } from './prompt.ts'
import { openModel } from './providers.ts'
import type { ModelAddress } from './providers.ts'
import { toContent } from './to-content.ts'

export interface ModelOptions extends ModelAddress {
  log: Logger
  /** One answer may take so long; a local model on a processor is slow. */
  timeoutMs?: number
  /** About 1.4 tokens a word: a part fits into a context of 16,000 tokens with room for the answer. */
  wordsPerPart?: number
  /** Tries after a refusal that may pass (429, 5xx), with the wait that the provider asks for. */
  retries?: number
}

/** Writes what nobody has checked yet. */
export interface Author {
  name: string
  write(input: WriterInput, signal: AbortSignal): Promise<FollowUpContent>
  close(): Promise<void>
}

/** Writes with a language model. What it answers is not trusted: `createWriter` has it checked by `grounding/`. */
export function modelWriter(options: ModelOptions): Author {
  const { provider, model, wordsPerPart = 8000 } = options
  const closing = new AbortController()
  let opened: Promise<LanguageModel> | undefined

  return {
    name: `${provider}/${model}`,
    async write(input, signal) {
      opened ??= openModel(options)
      const ask = asker(await opened, AbortSignal.any([signal, closing.signal]), options)
      return toContent(await readWhole(input, partsOf(input.sentences, wordsPerPart), ask), input)
    },
    async close() {
      closing.abort(new Error('The writer is closed'))
    },
  }
}

type Ask = (prompt: string) => Promise<Answer>

/** Reads all parts, one after another (a local model has one processor), then puts them together. */
async function readWhole(input: WriterInput, parts: SpokenSentence[][], ask: Ask): Promise<Answer> {
  const answers: Answer[] = []
  for (const [i, part] of parts.entries())
    answers.push(await ask(partPrompt(input, part, { number: i + 1, of: parts.length })))
  if (answers.length === 1) return answers[0]!
  return ask(mergePrompt(input, answers))
}

function asker(
  model: LanguageModel,
  signal: AbortSignal,
  { log, timeoutMs = 180_000, retries = 3 }: ModelOptions,
): Ask {
  return async (prompt) => {
    const { generateText, NoObjectGeneratedError, Output } = await import('ai')
    // An answer that is no JSON, or not ours, is asked for once more: models vary from try to try.
    for (let tries = 1; ; tries++) {
      try {
        const { output, usage } = await generateText({
          model,
          instructions: INSTRUCTIONS,
          prompt,
          output: Output.object({ schema: Answer }),
          temperature: 0,
          maxRetries: retries,
          maxOutputTokens: 8000,
          abortSignal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        })
        log.debug({ inputTokens: usage.inputTokens, outputTokens: usage.outputTokens }, 'a model answered')
        return output
      } catch (error) {
        if (tries >= 2 || signal.aborted || !NoObjectGeneratedError.isInstance(error))
          throw withoutPrompt(error)
      }
    }
  }
}

/** The SDK's errors carry the whole request, and with it the customer's talk: only what happened goes on. */
function withoutPrompt(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('The model could not be asked')
  const status =
    'statusCode' in error && typeof error.statusCode === 'number' ? ` (status ${error.statusCode})` : ''
  const safe = new Error(`The model gave no usable answer: ${error.message.slice(0, 300)}${status}`)
  safe.name = error.name
  return safe
}
