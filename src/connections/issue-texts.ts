import type { IssueCode } from './connection-shapes.ts'
import type { Turn } from '../ingest/call-shapes.ts'

interface IssueText {
  turn: Turn
  message: string
  fix: string
}

/** Every issue in words: what happened, whose turn it is, and what to do. */
export function issueText(code: IssueCode, details: Record<string, unknown>): IssueText {
  const said = (key: string): string => (typeof details[key] === 'string' ? details[key] : '')
  switch (code) {
    case 'unauthorized_client':
      return {
        turn: 'gong',
        message: 'Gong has not activated the OAuth client, so it lets nobody in yet.',
        fix: 'Ask your Gong customer success manager to activate the OAuth client, then press Connect again. Everything you entered is kept.',
      }
    case 'forbidden':
      return {
        turn: 'admin',
        message: 'Gong refuses transcripts: the scope api:calls:read:transcript is missing.',
        fix: 'Add the scope api:calls:read:transcript to the OAuth client in Gong, then reconnect. Waiting calls are done by themselves.',
      }
    case 'webhook_subscription_failed':
      return {
        turn: 'admin',
        message: said('conflictUrl')
          ? `Gong already has a subscription for call.analyzed (id ${said('conflictId')}), which delivers to ${said('conflictUrl')}.`
          : `Gong did not accept the subscription for call.analyzed${said('problem') ? `: ${said('problem')}` : ''}.`,
        fix: 'Press Resubscribe to try again, or Replace to remove the other subscription. Until then calls are found by comparing lists every few minutes.',
      }
    case 'rate_limit':
      return {
        turn: 'fastfollow',
        message: `Gong asked us to slow down${said('until') ? ` until ${said('until')}` : ''}.`,
        fix: 'Nothing to do: the waiting calls go on by themselves.',
      }
    case 'needs_reconnect':
      return {
        turn: 'admin',
        message: 'Gong no longer accepts our access.',
        fix: 'Press Reconnect as a Gong technical administrator. Nothing is lost: waiting calls are done by themselves.',
      }
    case 'wrong_company':
      return {
        turn: 'admin',
        message: `The reconnect came back from another Gong company (${said('offered')} instead of ${said('expected')}), so it was refused.`,
        fix: 'Sign in to the right Gong company and reconnect. To move to the other company, disconnect first.',
      }
    case 'insecure_host':
      return {
        turn: 'admin',
        message: 'Gong named an API address that is not allowed here, so no token was stored.',
        fix: 'Check GONG_API_HOSTS. If the address is really your Gong, add its host there and connect again.',
      }
    case 'missing_scope':
      return {
        turn: 'admin',
        message: `Gong did not grant: ${said('missing')}.`,
        fix: 'Add the missing scopes to the OAuth client in Gong, then reconnect and allow them.',
      }
    case 'signature_rejected':
      return {
        turn: 'admin',
        message: 'Deliveries arrived whose signature is not valid. They were refused and changed nothing.',
        fix: 'If you changed the automation rule or its key in Gong, enter the new public key here. Otherwise somebody else is calling this address: make a new one with Resubscribe.',
      }
    case 'events_silent':
      return {
        turn: 'admin',
        message: 'Gong announces no calls, although its list has new ones. We find them by comparing lists.',
        fix: 'Press Resubscribe, or check in Gong that the automation rule is enabled and has no filter.',
      }
    case 'daily_quota':
      return {
        turn: 'fastfollow',
        message: "Today's Gong requests are used up.",
        fix: 'Nothing to do: work goes on as soon as Gong allows it.',
      }
    case 'gong_unavailable':
      return {
        turn: 'gong',
        message: 'Gong does not answer as it should.',
        fix: 'Nothing to do: we keep trying and catch up by ourselves.',
      }
    case 'odd_records':
      return {
        turn: 'fastfollow',
        message: 'Gong sent records that we could not read. They are set aside; everything else goes on.',
        fix: 'Open the failed calls and try again, or tell us what they have in common.',
      }
  }
}
