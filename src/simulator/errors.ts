/** An API error as Gong words it: texts only, no codes. */
export class GongApiError extends Error {
  readonly status: number
  readonly headers: Record<string, string>
  /** Beside the envelope: only the subscription contract has something there. */
  readonly more: Record<string, unknown>

  constructor(
    status: number,
    text: string,
    options: { headers?: Record<string, string>; more?: Record<string, unknown> } = {},
  ) {
    super(text)
    this.name = 'GongApiError'
    this.status = status
    this.headers = options.headers ?? {}
    this.more = options.more ?? {}
  }
}

/** The token endpoint's errors have OAuth's shape (RFC 6749, section 5.2), not the API's envelope. */
export class OAuthError extends Error {
  readonly status: number
  readonly code: string

  constructor(code: string, description: string, status = 400) {
    super(description)
    this.name = 'OAuthError'
    this.code = code
    this.status = status
  }
}

/** A control route was used wrongly. */
export class ControlError extends Error {
  readonly status: number

  constructor(message: string, status = 400) {
    super(message)
    this.name = 'ControlError'
    this.status = status
  }
}

export const texts = {
  noCalls: 'No calls found corresponding to the provided filters',
  noUsers: 'No users found corresponding to the provided filters',
  callNotFound: (id: string) => `Call ID ${id} was not found`,
  userNotFound: (id: string) => `User ID ${id} was not found`,
  badRequest: 'Bad request',
  cursorExpired: 'cursor has expired',
  cursorForged: 'Failed to verify cursor',
  scope: (scope: string) => `You don't have permission to use '${scope}' in your app.`,
  token: 'The access token is invalid, has expired or was revoked',
  wrongVerb: 'Method Not Allowed',
  wrongMediaType: 'Unsupported Media Type',
  serverError: 'Internal server error occurred',
  tooMany: 'API rate limit exceeded',
  notFound: 'Not Found',
} as const
