/** A webhook that was not accepted, in words for an admin: never with the address's path, which may be a secret. */
export class WebhookError extends Error {
  override name = 'WebhookError'
  readonly kind: 'address_refused' | 'unreachable' | 'not_accepted'

  constructor(kind: WebhookError['kind'], message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.kind = kind
  }
}
