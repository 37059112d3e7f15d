import type { CallSummary, FollowUp } from '../api/types.ts'

/** A state's look: always a shape and a word, the colour only repeats them. */
export type Shape = 'dot' | 'ring' | 'half' | 'dash' | 'bars' | 'cross' | 'check' | 'plane' | 'slash' | 'warn'
export type Tone = 'good' | 'accent' | 'quiet' | 'warn' | 'bad'
export interface Look {
  shape: Shape
  tone: Tone
  word: string
}

const FOLLOW_UP: Record<FollowUp['status'], Look> = {
  draft: { shape: 'dot', tone: 'accent', word: 'Follow-up ready' },
  approved: { shape: 'check', tone: 'good', word: 'Approved' },
  sending: { shape: 'half', tone: 'accent', word: 'Sending' },
  sent: { shape: 'plane', tone: 'good', word: 'Sent' },
  dismissed: { shape: 'dash', tone: 'quiet', word: 'Dismissed' },
  send_failed: { shape: 'cross', tone: 'bad', word: 'Not sent' },
  send_unclear: { shape: 'warn', tone: 'warn', word: 'Sent? Unclear' },
}

const CALL: Record<CallSummary['state'], Look> = {
  expected: { shape: 'ring', tone: 'quiet', word: 'Waiting' },
  fetched: { shape: 'half', tone: 'accent', word: 'Being written' },
  drafted: { shape: 'dot', tone: 'accent', word: 'Follow-up ready' },
  skipped: { shape: 'dash', tone: 'quiet', word: 'Skipped' },
  held: { shape: 'bars', tone: 'warn', word: 'On hold' },
  failed: { shape: 'cross', tone: 'bad', word: 'No follow-up' },
  erased: { shape: 'slash', tone: 'quiet', word: 'Deleted' },
}

export function followUpLook(status: string): Look {
  return isStatus(status) ? FOLLOW_UP[status] : FOLLOW_UP.draft
}

/** A call's look: that of its follow-up once there is one, else of its own state. */
export function callLook(call: { state: CallSummary['state']; followUp: { status: string } | null }): Look {
  return call.state === 'drafted' && call.followUp ? followUpLook(call.followUp.status) : CALL[call.state]
}

const isStatus = (status: string): status is FollowUp['status'] => Object.hasOwn(FOLLOW_UP, status)
