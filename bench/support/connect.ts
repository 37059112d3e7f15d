import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { subscriptionToken } from '../../src/simulator/signing.ts'
import { consent } from '../../test/support/simulator.ts'

/** Asks for JSON. Throws with the answer's beginning unless it is a success. */
export async function askJson<T>(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text.slice(0, 300)}`)
  // What the product and the simulator answer is our own; a figure that is missing fails loudly further on.
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** The first user and workspace of a fresh product. */
export function setUp(url: string, setupToken: string): Promise<{ apiKey: string; workspaceId: string }> {
  return askJson(`${url}/api/setup`, 'POST', {
    setupToken,
    name: 'Anna Berg',
    workspaceName: 'Lumen',
    email: 'anna@lumen.example',
    password: randomBytes(12).toString('base64url'),
  })
}

/** OAuth with the simulator from end to end. */
export async function connectToSimulator(url: string, apiKey: string): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}` }
  const client = { clientId: 'sim-bench', clientSecret: 'simulator', gong: 'simulator' }
  await askJson(`${url}/api/integrations/gong/client`, 'PUT', client, headers)
  const { url: authorizeUrl } = await askJson<{ url: string }>(
    `${url}/api/integrations/gong/connect?as=json`,
    'GET',
    undefined,
    headers,
  )
  const back = await consent(authorizeUrl)
  await fetch(url + back.pathname + back.search, { redirect: 'manual', headers })
}

const State = z.object({ secret: z.string() })

/** Where events are delivered, and the token they are signed with. `stateFile` is the simulator's. */
export async function subscriptionAt(
  gongUrl: string,
  stateFile: string,
): Promise<{ url: string; token: string }> {
  const { secret } = State.parse(JSON.parse(await readFile(stateFile, 'utf8')))
  const { companies } = await askJson<{ companies: { subscriptions: { id: string; url: string }[] }[] }>(
    `${gongUrl}/_simulator/subscriptions`,
    'GET',
  )
  const found = companies.flatMap((company) => company.subscriptions)[0]
  if (!found) throw new Error('the product has made no subscription')
  return { url: found.url, token: subscriptionToken(secret, found.id) }
}
