import type { Turn } from '../../connections/connection-shapes.ts'
import type { CallReason } from '../call-shapes.ts'

/** What a reason is to people: the one table of its words, whose turn it is, and whether trying again can help. */
interface ReasonText {
  rep: string
  admin?: string
  turn: Turn
  /** For an admin, whose turn it is if not the same. */
  adminTurn?: Turn
  canRetry: boolean
}

const REASONS: Record<CallReason, ReasonText> = {
  details: { rep: 'Gong is still preparing this call.', turn: 'gong', canRetry: true },
  transcript: { rep: 'Gong is still writing the transcript.', turn: 'gong', canRetry: true },
  allowance: {
    rep: 'Gong asked us to slow down. This call is in line and goes on by itself.',
    turn: 'fastfollow',
    canRetry: false,
  },
  connection: { rep: 'Gong does not answer as it should. We keep trying.', turn: 'gong', canRetry: true },
  private: {
    rep: 'This call is private in Gong, so we did not read it.',
    turn: 'fastfollow',
    canRetry: false,
  },
  not_chosen: {
    rep: 'Follow-ups are not switched on for the people of this call.',
    turn: 'admin',
    canRetry: true,
  },
  internal_only: {
    rep: 'Only our own people were on this call. Write a follow-up anyway?',
    turn: 'you',
    canRetry: true,
  },
  too_short: {
    rep: 'This call was too short for a follow-up. Write one anyway?',
    turn: 'you',
    canRetry: true,
  },
  excluded_domain: {
    rep: 'Calls with this company get no follow-up. Write one anyway?',
    turn: 'you',
    canRetry: true,
  },
  direction: {
    rep: 'Calls of this direction get no follow-up. Write one anyway?',
    turn: 'you',
    canRetry: true,
  },
  language: {
    rep: 'Calls in this language get no follow-up. Write one anyway?',
    turn: 'you',
    canRetry: true,
  },
  sensitive: {
    rep: 'This call may be sensitive. Its host decides whether a follow-up is written.',
    turn: 'you',
    canRetry: true,
  },
  not_wanted: {
    rep: 'This call came in with the history, without a follow-up. Write one?',
    turn: 'you',
    canRetry: true,
  },
  forbidden: {
    rep: "Gong doesn't let us read transcripts yet. Your admins see it here, too; nothing for you to do.",
    admin:
      'Gong refuses transcripts: the scope api:calls:read:transcript is missing. Add it to the OAuth client in Gong, then reconnect. Waiting calls are done by themselves.',
    turn: 'admin',
    adminTurn: 'you',
    canRetry: false,
  },
  needs_reconnect: {
    rep: 'We lost access to Gong. Your admins see it here, too; nothing for you to do.',
    admin: 'Gong no longer accepts our access. Reconnect as a Gong technical admin; nothing is lost.',
    turn: 'admin',
    adminTurn: 'you',
    canRetry: false,
  },
  daily_quota: {
    rep: "Today's Gong requests are used up. This call goes on as soon as Gong allows it.",
    turn: 'fastfollow',
    canRetry: false,
  },
  never_listed: {
    rep: 'Gong did not list this call within two days. It may have been deleted there.',
    turn: 'you',
    canRetry: true,
  },
  transcript_never_came: {
    rep: 'Gong made no transcript within two days.',
    turn: 'you',
    canRetry: true,
  },
  odd_record: {
    rep: 'Gong sent this call in a form that we could not read. Your admin can see it.',
    admin:
      'Gong sent this call in a form that we could not read. Try again; if it stays, the log names the field.',
    turn: 'admin',
    adminTurn: 'you',
    canRetry: true,
  },
  writer_failed: { rep: 'The follow-up could not be written. Try again.', turn: 'you', canRetry: true },
  retention: {
    rep: 'This call was deleted because it is older than your company keeps calls.',
    turn: 'fastfollow',
    canRetry: false,
  },
  deleted: { rep: 'This call was deleted here by a person.', turn: 'fastfollow', canRetry: false },
  gone_from_gong: {
    rep: 'Gong no longer has this call, so we deleted our copy.',
    turn: 'fastfollow',
    canRetry: false,
  },
}

/** A reason in words for this reader. */
export function describeReason(
  reason: CallReason,
  reader: { isAdmin: boolean },
): { text: string; turn: Turn; canRetry: boolean } {
  const entry = REASONS[reason]
  return {
    text: (reader.isAdmin ? entry.admin : undefined) ?? entry.rep,
    turn: (reader.isAdmin ? entry.adminTurn : undefined) ?? entry.turn,
    canRetry: entry.canRetry,
  }
}
