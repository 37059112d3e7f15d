/** What the simulator answered. The tests say what they expect of the bodies. */
export interface Answer {
  status: number
  headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}

export const SCOPES = [
  'api:calls:read:basic',
  'api:calls:read:extensive',
  'api:calls:read:transcript',
  'api:users:read',
]
export const REDIRECT = 'http://localhost:3000/api/integrations/gong/callback'

type Consent = (authorizeUrl: string, answer?: { grant?: string[] }) => Promise<URL>

/** A plain HTTP client of the simulator, on purpose without any code of the product. */
export class GongClient {
  readonly #simulator: () => { url: string; consent: Consent }

  /** Asked anew for each request, because tests restart the simulator. */
  constructor(simulator: () => { url: string; consent: Consent }) {
    this.#simulator = simulator
  }

  authorizeUrl(client = 'sim-test', scopes = SCOPES): string {
    const url = new URL('/oauth2/authorize', this.#simulator().url)
    url.search = new URLSearchParams({
      client_id: client,
      response_type: 'code',
      scope: scopes.join(' '),
      redirect_uri: REDIRECT,
      state: 'a state',
    }).toString()
    return url.href
  }

  async codeFor(client = 'sim-test', answer: { grant?: string[] } = {}): Promise<string> {
    const back = await this.#simulator().consent(this.authorizeUrl(client), answer)
    return back.searchParams.get('code') ?? ''
  }

  /** The token endpoint: parameters in the query, or as a form. */
  async askForTokens(parameters: Record<string, string>, options: { client?: string; form?: boolean } = {}) {
    const url = new URL('/oauth2/generate-customer-token', this.#simulator().url)
    const body = new URLSearchParams(parameters)
    if (!options.form) url.search = body.toString()
    const authorization = `Basic ${Buffer.from(`${options.client ?? 'sim-test'}:secret`).toString('base64')}`
    return answerOf(
      await fetch(url, { method: 'POST', headers: { authorization }, ...(options.form && { body }) }),
    )
  }

  /** The token answer's body after an admin's consent. */
  async connect(client = 'sim-test', answer: { grant?: string[] } = {}): Promise<Answer['body']> {
    const code = await this.codeFor(client, answer)
    const tokens = await this.askForTokens(
      { grant_type: 'authorization_code', code, redirect_uri: REDIRECT },
      { client },
    )
    if (tokens.status !== 200) throw new Error(`no tokens: ${JSON.stringify(tokens.body)}`)
    return tokens.body
  }

  async ask(
    token: string,
    path: string,
    body?: unknown,
    method = body === undefined ? 'GET' : 'POST',
  ): Promise<Answer> {
    const response = await fetch(new URL(path, this.#simulator().url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return answerOf(response)
  }
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? null : JSON.parse(text),
  }
}
