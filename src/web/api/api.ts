/** The one door to the server: JSON in, JSON out, and an {@link ApiError} for everything that is not a success. */

/** What the server, or the way to it, refused. `message` is written for the reader and can be shown as it is. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly details: Record<string, unknown>

  constructor(status: number, code: string, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.details = details
  }
}

type Query = Record<string, string | number | boolean | undefined>

export const api = {
  get: <T>(path: string, query: Query = {}, signal?: AbortSignal) =>
    request<T>('GET', path + toSearch(query), undefined, signal),
  post: <T = unknown>(path: string, body: unknown = {}) => request<T>('POST', path, body),
  put: <T = unknown>(path: string, body: unknown) => request<T>('PUT', path, body),
  patch: <T>(path: string, body: unknown) => request<T>('PATCH', path, body),
  delete: <T = unknown>(path: string) => request<T>('DELETE', path),
}

async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  })
  const answer = await readJson(response)
  if (!response.ok) throw toError(response, answer)
  // The server checks its answers against the same shapes that T is inferred from.
  return answer as T
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(
      0,
      'unreachable',
      'FastFollow can’t be reached. Check your network; nothing you typed is lost.',
    )
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toError(response: Response, answer: unknown): ApiError {
  const body: Record<string, unknown> = typeof answer === 'object' && answer !== null ? { ...answer } : {}
  const code =
    typeof body['error'] === 'string'
      ? body['error']
      : typeof body['code'] === 'string'
        ? body['code']
        : 'unknown'
  const message = typeof body['message'] === 'string' ? body['message'] : fallback(response)
  const details =
    typeof body['details'] === 'object' && body['details'] !== null ? { ...body['details'] } : {}
  return new ApiError(response.status, code, message, details)
}

function fallback(response: Response): string {
  if (response.status === 429) {
    const wait = response.headers.get('retry-after')
    return `Too many requests just now. Please try again ${wait ? `in ${wait} seconds` : 'in a moment'}.`
  }
  if (response.status >= 500) return 'FastFollow had a problem answering. Please try again in a moment.'
  return `FastFollow refused this (${response.status}).`
}

function toSearch(query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text ? `?${text}` : ''
}
