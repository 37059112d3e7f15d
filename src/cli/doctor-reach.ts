import type { Config } from '../config.ts'

const PATIENCE_MS = 8000

/** Does anything answer there? Whatever the answer, it shows that name, network and certificate are right. */
export async function checkAddress(address: string): Promise<string> {
  const { status } = await ask(address, {})
  if (status >= 500) throw new Error(`${address} answers ${status}`)
  return `${address} answers`
}

/** Does the model exist and does our key open it? Asks for its description, which costs nothing. */
export async function checkModel(writer: Config['writer']): Promise<string> {
  if (writer.model === 'built-in') return 'built-in, nothing to reach'
  const { url, headers } = description(writer)
  const { status } = await ask(url, headers)
  if (status === 200) return `${writer.model} answers`
  if (status === 401 || status === 403)
    throw new Error(`${writer.model}: the key is not accepted (${status})`)
  throw new Error(`${writer.model}: ${new URL(url).host} answers ${status}`)
}

function description({ model, baseUrl, apiKey = '' }: Config['writer']): {
  url: string
  headers: Record<string, string>
} {
  const provider = model.slice(0, model.indexOf('/'))
  const id = encodeURIComponent(model.slice(provider.length + 1))
  const bearer = apiKey ? { authorization: `Bearer ${apiKey}` } : {}
  switch (provider) {
    case 'anthropic':
      return {
        url: `${baseUrl ?? 'https://api.anthropic.com/v1'}/models/${id}`,
        headers: { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' },
      }
    case 'google':
      return {
        url: `${baseUrl ?? 'https://generativelanguage.googleapis.com/v1beta'}/models/${id}`,
        headers: { 'x-goog-api-key': apiKey },
      }
    case 'openai':
      return { url: `${baseUrl ?? 'https://api.openai.com/v1'}/models/${id}`, headers: bearer }
    default:
      // Not every server that speaks this protocol describes a single model; all of them list theirs.
      return { url: `${baseUrl ?? 'http://localhost:11434/v1'}/models`, headers: bearer }
  }
}

async function ask(url: string, headers: Record<string, string>): Promise<{ status: number }> {
  try {
    const response = await fetch(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await response.body?.cancel()
    return { status: response.status }
  } catch (error) {
    throw new Error(`${url} can't be reached: ${reason(error)}`, { cause: error })
  }
}

/** `fetch` itself only says that it failed. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}
