import { connectToSimulator, setUp } from '../../bench/support/connect.ts'
import type { CallList, CallSummary } from '../../src/ingest/call-shapes.ts'

/** A program with an API key that uses a product in other processes: through HTTP alone. */
export interface Program {
  apiKey: string
  /** Asks the process at this address, or the one that it was set up through. */
  get(path: string, at?: string): Promise<Response>
  /** Every call that the list shows; none while nobody answers. */
  calls(at?: string): Promise<CallSummary[]>
}

/** Sets the product at `url` up and connects it to its simulator. */
export async function connectProgram(url: string, setupToken: string): Promise<Program> {
  const { apiKey } = await setUp(url, setupToken)
  await connectToSimulator(url, apiKey)
  const get: Program['get'] = (path, at = url) =>
    fetch(at + path, { redirect: 'manual', headers: { authorization: `Bearer ${apiKey}` } })

  async function calls(at?: string): Promise<CallSummary[]> {
    const found: CallSummary[] = []
    let cursor: string | null = null
    do {
      const response: Response = await get(`/api/calls?limit=200${cursor ? `&cursor=${cursor}` : ''}`, at)
      if (!response.ok) return []
      const page = (await response.json()) as CallList
      found.push(...page.items)
      cursor = page.nextCursor
    } while (cursor)
    return found
  }

  return { apiKey, get, calls }
}
