import type { FastifyError } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { DatabaseError } from 'pg'
import { z } from 'zod'
import { AppError, type ErrorCode } from '../errors.ts'

/** Every error answer of the API has this shape. */
export const ErrorBody = z.object({
  error: z.string().describe('A stable code for programs'),
  message: z.string().describe('What happened and what to do, for people'),
  details: z.record(z.string(), z.unknown()).optional(),
})
export type ErrorBody = z.infer<typeof ErrorBody>

export interface ErrorAnswer {
  status: number
  body: ErrorBody
  retryAfterS: number | undefined
}

const STATUS: Record<ErrorCode, number> = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  unavailable: 503,
}

/** What went wrong before a handler ran, by status. Fastify's own texts may quote the request, so they are not used. */
const BEFORE_HANDLER: Record<number, ErrorBody> = {
  400: { error: 'bad_request', message: 'The request could not be read. Its body must be valid JSON.' },
  404: { error: 'not_found', message: 'There is nothing at this address.' },
  406: { error: 'not_acceptable', message: 'This address does not answer in the wanted format.' },
  408: { error: 'timeout', message: 'The request took too long to arrive.' },
  413: { error: 'too_large', message: 'The request’s body is larger than this address accepts.' },
  414: { error: 'bad_request', message: 'The request’s address is too long.' },
  415: {
    error: 'unsupported_media_type',
    message: 'Please send JSON, with "Content-Type: application/json".',
  },
  429: { error: 'too_many_requests', message: 'Too many requests. Please try again later.' },
  503: { error: 'unavailable', message: 'FastFollow is stopping or busy. Please try again in a moment.' },
}

/** The one place where an error becomes an answer. Of what we did not throw on purpose, nothing inner gets out. */
export function answerTo(error: unknown): ErrorAnswer {
  if (error instanceof AppError) return ofAppError(error)
  if (hasZodFastifySchemaValidationErrors(error)) return ofValidation(error)
  if (isUnstorableText(error)) return ofUnstorableText()
  const status = statusOf(error)
  const known = BEFORE_HANDLER[status]
  if (known !== undefined) return { status, body: known, retryAfterS: status === 503 ? 2 : undefined }
  if (status >= 400 && status < 500)
    return {
      status,
      body: { error: 'bad_request', message: 'The request could not be handled.' },
      retryAfterS: undefined,
    }
  return {
    status: 500,
    body: { error: 'internal', message: 'Something went wrong on our side. It has been logged.' },
    retryAfterS: undefined,
  }
}

function ofAppError({ code, message, details, retryAfterS }: AppError): ErrorAnswer {
  return {
    status: STATUS[code],
    body: { error: code, message, ...(details && { details }) },
    retryAfterS: retryAfterS ?? (code === 'unavailable' ? 5 : code === 'too_many_requests' ? 60 : undefined),
  }
}

function ofValidation(error: Pick<FastifyError, 'validation' | 'validationContext'>): ErrorAnswer {
  const where = error.validationContext ?? 'request'
  const issues = (error.validation ?? []).slice(0, 20).map((issue) => ({
    path: issue.instancePath.split('/').filter(Boolean).join('.'),
    message: issue.message ?? 'is not valid',
  }))
  const sentences = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  return {
    status: 400,
    body: {
      error: 'bad_request',
      message: `The ${where === 'querystring' ? 'query' : where} is not valid. ${sentences.join(' · ')}`,
      details: { issues },
    },
    retryAfterS: undefined,
  }
}

/** PostgreSQL's word for U+0000 in a text or in JSON: the one character that can come in a request and not be stored. */
function isUnstorableText(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === '22021' || error.code === '22P05')
}

function ofUnstorableText(): ErrorAnswer {
  return {
    status: 400,
    body: { error: 'bad_request', message: 'The request holds a character that can not be stored (U+0000).' },
    retryAfterS: undefined,
  }
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500
  const status = 'statusCode' in error ? error.statusCode : 'status' in error ? error.status : undefined
  // Only what fastify and its plugins raise carries a code of theirs; another library's "404" is not ours to pass on.
  const ours = 'code' in error && typeof error.code === 'string' && error.code.startsWith('FST_')
  const ofPlugin = error instanceof SyntaxError
  return typeof status === 'number' && (ours || ofPlugin) ? status : 500
}
