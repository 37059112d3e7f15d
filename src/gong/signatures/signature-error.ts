/** Why a delivery was refused: what health counts. The sender is told none of it. */
export type SignatureProblem =
  /** Nothing to verify with is configured: fail closed. */
  | 'no_key'
  | 'missing_signature'
  /** Signed more than five minutes ago, or ahead. */
  | 'stale'
  | 'wrong_signature'
  /** Well signed, but for another body. */
  | 'wrong_body'
  /** Well signed, but for another address. */
  | 'wrong_url'
  | 'expired'

export class SignatureError extends Error {
  override name = 'SignatureError'
  readonly reason: SignatureProblem

  constructor(reason: SignatureProblem, options: { cause?: unknown } = {}) {
    super(`The delivery's signature was refused: ${reason}.`, options)
    this.reason = reason
  }
}
