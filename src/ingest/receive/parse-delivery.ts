import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { GongEvent, GongRulePayload, type GongCallDetails } from '../../gong/schemas.ts'
import { CALL_ANALYZED } from '../../gong/subscriptions.ts'
import type { VerifiedDelivery } from './verify-delivery.ts'

/** What a delivery says: this call was analysed (or: this was only a test). */
export interface Announcement {
  kind: string
  gongCallId: string | null
  details: GongCallDetails | null
  isTest: boolean
}

/** Documented as up to 20 decimal digits. */
const GongId = z.string().regex(/^\d{1,20}$/)

/** Reads verified bytes. Throws `bad_request` for what is no JSON or has not the expected shape. */
export function parseDelivery(rawBody: Buffer, shape: VerifiedDelivery['shape']): Announcement {
  const json = parseJson(rawBody)
  return shape === 'event' ? readEvent(json) : readRulePayload(json)
}

function readEvent(json: unknown): Announcement {
  const event = GongEvent.safeParse(json)
  if (!event.success) throw wrongShape(event.error)
  const { type, data } = event.data
  // Other events may be added to a subscription one day: they are kept in the log and lead to nothing.
  if (type !== CALL_ANALYZED) return { kind: type, gongCallId: null, details: null, isTest: false }
  return { kind: type, gongCallId: readId(data.callId), details: null, isTest: false }
}

function readRulePayload(json: unknown): Announcement {
  const payload = GongRulePayload.safeParse(json)
  if (!payload.success) throw wrongShape(payload.error)
  const { callData, isTest, isPrivate } = payload.data
  const metaData = { ...callData.metaData, isPrivate: callData.metaData.isPrivate ?? isPrivate }
  return {
    kind: 'automation_rule',
    gongCallId: readId(metaData.id),
    details: { ...callData, metaData },
    isTest,
  }
}

function readId(text: string): string {
  const id = GongId.safeParse(text)
  if (!id.success) throw wrongShape(id.error)
  return id.data
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody))
  } catch (cause) {
    throw new AppError('bad_request', 'The body is not JSON.', { cause })
  }
}

function wrongShape(error: z.ZodError): AppError {
  return new AppError('bad_request', `The body has not the expected shape: ${z.prettifyError(error)}`, {
    cause: error,
  })
}
