import type { IssueCode, Turn } from './connection-shapes.ts'

interface IssueText {
  turn: Turn
  message: string
  fix: string
}

/** Every issue in words: what happened, whose turn it is, and what to do. `waiting` = calls that can't go on yet. */
export function issueText(code: IssueCode, details: Record<string, unknown>, waiting = 0): IssueText {
  const said = (key: string): string => (typeof details[key] === 'string' ? details[key] : '')
  const wait = waiting === 0 ? '' : waiting === 1 ? ' One call waits.' : ` ${waiting} calls wait.`
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
        message: `Gong refuses transcripts: the scope api:calls:read:transcript is missing.${wait}`,
        fix: 'Add the scope api:calls:read:transcript to the OAuth client in Gong, then reconnect. Waiting calls are done by themselves.',
      }
    case 'webhook_subscription_failed':
      return {
        turn: 'admin',
        message: subscriptionProblem(said),
        fix: 'Press Resubscribe to try again, or Replace to remove the other subscription. Until then calls are found by comparing lists every few minutes.',
      }
    case 'rate_limit':
      return {
        turn: 'fastfollow',
        message: `Gong asked us to slow down${said('until') ? ` until ${minute(said('until'))}` : ''}.${wait}`,
        fix: 'Nothing to do: the waiting calls go on by themselves.',
      }
    case 'needs_reconnect':
      if (details['clientRemoved'] === true)
        return {
          turn: 'admin',
          message: `The OAuth client of this server was removed from its settings, so our access to Gong ${
            said('until') ? `ends at ${minute(said('until'))}` : 'has ended'
          }.${wait}`,
          fix: 'Set GONG_CLIENT_ID and GONG_CLIENT_SECRET again and restart; or enter a client id and secret here, and press Reconnect. Nothing is lost: waiting calls are done by themselves.',
        }
      return {
        turn: 'admin',
        message: said('until')
          ? `Gong refuses to renew our access, which ends at ${minute(said('until'))}.${said('lostAnswer')}`
          : `Gong no longer accepts our access.${said('lostAnswer')}${wait}`,
        fix: 'Press Reconnect as a Gong technical administrator. Nothing is lost: waiting calls are done by themselves.',
      }
    case 'wrong_company':
      return {
        turn: 'admin',
        message: `${said('capability') === 'token' ? 'A renewal of our access' : 'The reconnect'} came back from another Gong company (${said('offered')} instead of ${said('expected')}), so it was refused.`,
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
        message: `Gong did not grant: ${said('missing')}.${suffering(said('missing'))}`,
        fix: 'Add the missing scopes to the OAuth client in Gong, then reconnect and allow them.',
      }
    case 'signature_rejected':
      return {
        turn: 'admin',
        message: 'Deliveries arrived whose signature is not valid. They were refused and changed nothing.',
        fix: 'If you changed the automation rule or its key in Gong, enter the new public key here. Otherwise somebody else is calling this address: make a new one with New address.',
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
        message:
          said('lane') === 'live' || said('lane') === ''
            ? `Today's Gong requests are used up${said('until') ? ` until about ${minute(said('until'))}` : ''}.${wait}`
            : 'Four fifths of today’s Gong requests are used; the rest is kept for calls that happen now.',
        fix: 'Nothing to do: work goes on as soon as Gong allows it.',
      }
    case 'gong_unavailable':
      return {
        turn: 'gong',
        message: `Gong does not answer as it should${said('problem') ? ` (${said('problem').replace(/\.$/, '')})` : ''}.${wait}`,
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

function subscriptionProblem(said: (key: string) => string): string {
  if (said('conflictUrl'))
    return `Gong already has a subscription for call.analyzed (id ${said('conflictId')}), which delivers to ${said('conflictUrl')}.`
  switch (said('what')) {
    case 'gone':
      return 'Our subscription for call.analyzed is gone from Gong.'
    case 'disabled':
      return 'Our subscription for call.analyzed was disabled in Gong.'
    case 'points_elsewhere':
      return 'Our subscription for call.analyzed delivers to another address now.'
    default:
      return `Gong did not accept the subscription for call.analyzed${said('problem') ? `: ${said('problem')}` : '.'}`
  }
}

const SUFFERS: Record<string, string> = {
  'api:calls:read:basic': 'calls whose event is lost are not found',
  'api:calls:read:extensive':
    'no call can be read, because who was on it and whether it is private is unknown',
  'api:calls:read:transcript': 'no follow-up can be written',
  'api:users:read': 'people who are not admins see no calls of their team',
}

/** Which feature suffers from the missing scopes (named with commas between). */
function suffering(missing: string): string {
  const known = missing.split(', ').flatMap((scope) => SUFFERS[scope] ?? [])
  return known.length === 0 ? '' : ` Until then ${known.join('; ')}.`
}

/** `2026-11-23T10:50:12.000Z` → `2026-11-23 10:50 UTC`. */
function minute(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}
