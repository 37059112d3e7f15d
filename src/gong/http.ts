import { startDeadline, type Deadline } from './deadline.ts'
import { GongError } from './errors.ts'
import { FREE_BYTES, type LargeBodies } from './large-bodies.ts'
import type { WhenSent } from './when-sent.ts'

/** One HTTP exchange with Gong, bounded in time and size. What the answer means is decided elsewhere. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  headers: Record<string, string>
  body?: string | undefined
}

export interface HttpReply {
  status: number
  headers: Headers
  text: string
}

export interface HeldReply extends HttpReply {
  /** To be called when the text was parsed: then another large answer may be held. */
  done(): void
}

export interface HttpLimits {
  fetch: typeof fetch
  whenSent: WhenSent
  /** For the whole exchange, the body's last byte included. */
  deadlineMs: number
  /** Of the body as we would hold it, after decompression. */
  maxBytes: number
  /** Shared by everything that asks Gong in this process. */
  largeBodies: LargeBodies
}

export const DEADLINE_MS = 30_000
/** A page of 100 calls with everything is about 8 MB (80 kB of outline a call); a hundred long transcripts about 20 MB. */
export const MAX_BYTES = 64 * 1024 * 1024

/** Throws GongError `unavailable` (no whole answer in time) or `too_large`. Redirects are never followed: they would carry the token along. */
export async function send(
  request: HttpRequest,
  limits: HttpLimits,
  onSent: () => void = () => {},
): Promise<HeldReply> {
  const deadline = startDeadline(limits.deadlineMs)
  try {
    const response = await limits.whenSent(onSent, () =>
      limits.fetch(request.url, {
        method: request.method,
        headers: request.headers,
        redirect: 'manual',
        signal: deadline.signal,
        ...(request.body === undefined ? {} : { body: request.body }),
      }),
    )
    const { text, done } = await readBounded(response, limits, deadline)
    return { status: response.status, headers: response.headers, text, done }
  } catch (error) {
    if (error instanceof GongError) throw error
    throw new GongError('unavailable', whatBroke(error, limits.deadlineMs), { cause: error })
  } finally {
    deadline.end()
  }
}

/**
 * Counts decompressed bytes as they come, so that neither a long nor a cleverly compressed body is ever held. A body that
 * turns out to be large is read on when this process has a place for it (see `large-bodies.ts`).
 */
async function readBounded(
  response: Response,
  { maxBytes, largeBodies }: HttpLimits,
  deadline: Deadline,
): Promise<{ text: string; done: () => void }> {
  if (!response.body) return { text: '', done: () => {} }
  if (Number(response.headers.get('content-length')) > maxBytes) {
    await response.body.cancel()
    throw tooLarge(response.status, maxBytes)
  }
  const decoder = new TextDecoder()
  const parts: string[] = []
  let size = 0
  let leave: (() => void) | undefined
  try {
    for await (const chunk of response.body) {
      size += chunk.byteLength
      if (size > maxBytes) throw tooLarge(response.status, maxBytes)
      if (size > FREE_BYTES) leave ??= await deadline.during(largeBodies.enter())
      parts.push(decoder.decode(chunk, { stream: true }))
    }
    parts.push(decoder.decode())
    return { text: parts.join(''), done: leave ?? (() => {}) }
  } catch (error) {
    leave?.()
    throw error
  }
}

function tooLarge(status: number, maxBytes: number): GongError {
  return new GongError(
    'too_large',
    `Gong's answer is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB.`,
    { status },
  )
}

function whatBroke(error: unknown, deadlineMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `Gong gave no whole answer within ${deadlineMs / 1000} seconds.`
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : ''
  return `Gong could not be reached, or broke off its answer${code}.`
}
