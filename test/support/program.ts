import { randomBytes } from 'node:crypto'
import type { CallList, CallSummary } from '../../src/ingest/call-shapes.ts'
import type { TestSimulator } from './simulator.ts'

/** A program with an API key that uses a product in other processes: through HTTP alone. */
export interface Program {
  apiKey: string
  /** Asks the process at this address, or the one that it was set up through. */
  get(path: string, at?: string): Promise<Response>
  /** Every call that the list shows; none while nobody answers. */
  calls(at?: string): Promise<CallSummary[]>
}

/** Sets the product at `url` up and connects it to the simulator. */
export async function connectProgram(url: string, setupToken: string, gong: TestSimulator): Promise<Program> {
  const setup = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      setupToken,
      name: 'Anna Berg',
      email: 'anna@lumen.example',
      password: randomBytes(12).toString('hex'),
      workspaceName: 'Lumen',
    }),
  })
  const { apiKey } = (await setup.json()) as { apiKey: string }
  const get: Program['get'] = (path, at = url) =>
    fetch(at + path, { redirect: 'manual', headers: { authorization: `Bearer ${apiKey}` } })
  await fetch(`${url}/api/integrations/gong/client`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ clientId: 'sim-program', clientSecret: 'simulator', gong: 'simulator' }),
  })
  const begun = (await (await get('/api/integrations/gong/connect?as=json')).json()) as { url: string }
  const back = await gong.consent(begun.url)
  const callback = await get(back.pathname + back.search)
  const location = callback.headers.get('location')
  if (location !== '/integrations/gong?outcome=connected') throw new Error(`connecting ended at ${location}`)

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
