import type { LanguageModel } from 'ai'

export const PROVIDERS = ['anthropic', 'openai', 'google', 'ollama', 'openai-compatible'] as const
export type Provider = (typeof PROVIDERS)[number]

export const isProvider = (name: string): name is Provider => PROVIDERS.some((known) => known === name)

export interface ModelAddress {
  provider: Provider
  model: string
  /** Needed for `openai-compatible`; another address for the others (`ollama` has its usual one). */
  baseUrl?: string | undefined
  /** Undefined = the provider's usual variable (`ANTHROPIC_API_KEY`, …), which its own package reads. */
  apiKey?: string | undefined
}

const OLLAMA = 'http://localhost:11434/v1'

/** Opens a model. Only the package of the provider that is used gets loaded. */
export async function openModel({ provider, model, baseUrl, apiKey }: ModelAddress): Promise<LanguageModel> {
  const settings = { ...(baseUrl && { baseURL: baseUrl }), ...(apiKey && { apiKey }) }
  switch (provider) {
    case 'anthropic':
      return (await import('@ai-sdk/anthropic')).createAnthropic(settings)(model)
    case 'openai':
      return (await import('@ai-sdk/openai')).createOpenAI(settings)(model)
    case 'google':
      return (await import('@ai-sdk/google')).createGoogleGenerativeAI(settings)(model)
    case 'ollama':
    case 'openai-compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
      return createOpenAICompatible({
        ...settings,
        name: provider,
        baseURL: baseUrl ?? OLLAMA,
        supportsStructuredOutputs: true,
      })(model)
    }
  }
}
