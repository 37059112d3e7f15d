import { randomBytes } from 'node:crypto'
import type { TestApp } from './app.ts'

/** Somebody besides the owner: with a key for programs and a session as a browser holds it. */
export interface TestPerson {
  key: string
  cookie: string
  email: string
  password: string
  /** Asks the API with this person's key. Throws unless the answer is a success. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>
}

/** Invites a person and joins as them, as people do: by a one-time link. */
export async function joinAs(
  product: TestApp,
  { name, email, role = 'member' }: { name: string; email: string; role?: 'owner' | 'admin' | 'member' },
): Promise<TestPerson> {
  const password = randomBytes(9).toString('base64url')
  const { link } = await product.api<{ link: string }>('POST', '/api/members/invite', { email, role })
  const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token')
  const joined = await product.ask('POST', '/api/join', {
    key: null,
    headers: { origin: product.url },
    body: { token, name, password },
  })
  if (joined.status !== 200) throw new Error(`joining answered ${joined.status}: ${await joined.text()}`)
  const cookie = cookiesOf(joined)
  const made = await product.ask('POST', '/api/keys', {
    key: null,
    headers: { origin: product.url, cookie },
    body: { name: 'Test' },
  })
  if (made.status !== 201) throw new Error(`making a key answered ${made.status}: ${await made.text()}`)
  const { key } = (await made.json()) as { key: string }
  return { key, cookie, email, password, api: apiOf(product, key) }
}

/** A workspace beside the first one, with its owner. `connect` goes to a Gong company of its own. */
export async function otherWorkspace(
  product: TestApp,
): Promise<TestPerson & { workspaceId: string; connect(clientId?: string): Promise<void> }> {
  const person = { email: 'otto@other.example', password: randomBytes(9).toString('base64url') }
  const { workspaceId, apiKey: key } = await product.api<{ workspaceId: string; apiKey: string }>(
    'POST',
    '/api/workspaces',
    { name: 'Other', ownerEmail: person.email, ownerName: 'Otto Other', password: person.password },
  )
  const api = apiOf(product, key)
  return {
    ...person,
    key,
    cookie: await signIn(product, person),
    workspaceId,
    api,
    async connect(clientId = 'sim-other') {
      await api('PUT', '/api/integrations/gong/client', {
        clientId,
        clientSecret: 'simulator',
        gong: 'simulator',
      })
      const { url } = await api<{ url: string }>('GET', '/api/integrations/gong/connect?as=json')
      const back = await product.gong.consent(url)
      const answer = await product.ask('GET', back.pathname + back.search, { key })
      const outcome = answer.headers.get('location')
      if (outcome !== '/integrations/gong?outcome=connected')
        throw new Error(`connecting ended with ${outcome}`)
    },
  }
}

/** Signs in as a browser does; answers its cookies. */
export async function signIn(product: TestApp, person: { email: string; password: string }): Promise<string> {
  const answer = await product.ask('POST', '/api/auth/sign-in/email', {
    key: null,
    headers: { origin: product.url },
    body: person,
  })
  if (answer.status !== 200) throw new Error(`signing in answered ${answer.status}: ${await answer.text()}`)
  return cookiesOf(answer)
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

function apiOf(product: TestApp, key: string): TestPerson['api'] {
  return async (method, path, body) => {
    const answer = await product.ask(method, path, { body, key })
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
}
