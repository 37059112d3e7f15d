import type { GongConnection, Issue } from '../api/types.ts'

/** What the banner says: only what the reader must act on, or waits for. */
export interface Notice {
  /** What happened; `at` follows it where it has a time. */
  /** Without its full stop. */
  what: string
  at?: { iso: string; as: 'relative' | 'clock' }
  /** Who is on it, and what waits. */
  rest: string
  action?: 'reconnect' | 'see' | 'take_over'
}

interface Reader {
  userId: string | null
  now: number
}

/** The most pressing one, or null when there is nothing to act on and nothing to wait for. */
export function noticeOf(connection: GongConnection, reader: Reader): Notice | null {
  for (const [code, say] of PRESSING) {
    const issue = connection.issues.find((each) => each.code === code && !each.resolvedAt)
    const notice = issue && say(issue, connection, reader)
    if (notice) return notice
  }
  if (connection.ownerLeft && connection.canManage)
    return {
      what: 'The person who connected Gong has left, and nobody owns the connection',
      rest: '',
      action: 'take_over',
    }
  return null
}

type Say = (issue: Issue, connection: GongConnection, reader: Reader) => Notice | null

/** In the order of how much they stop. */
const PRESSING: [Issue['code'], Say][] = [
  ['needs_reconnect', lostAccess],
  ['forbidden', noTranscripts],
  ['missing_scope', missingScope],
  ['daily_quota', usedUp],
  ['rate_limit', slowedDown],
  ['gong_unavailable', noAnswer],
]

function lostAccess(issue: Issue, connection: GongConnection, reader: Reader): Notice | null {
  const until = timeIn(issue, 'until')
  if (until === null)
    return {
      what: 'Gong stopped letting us in',
      at: { iso: issue.firstSeenAt, as: 'relative' },
      rest: join(whoIsOnIt(connection, reader), waiting(connection)),
      ...forAdmins(connection, 'reconnect'),
    }
  // While the present access lives nobody waits: only who can act is told.
  if (!connection.canManage) return null
  return {
    what: 'Gong refuses to renew our access, which ends at',
    at: { iso: until, as: 'clock' },
    rest: 'Nothing waits yet.',
    action: 'reconnect',
  }
}

function noTranscripts(issue: Issue, connection: GongConnection, reader: Reader): Notice | null {
  if (!connection.canManage && connection.waitingCalls === 0) return null
  return {
    what: 'Gong stopped letting us read transcripts',
    at: { iso: issue.firstSeenAt, as: 'relative' },
    rest: join(whoIsOnIt(connection, reader), waiting(connection)),
    ...forAdmins(connection, 'see'),
  }
}

function missingScope(_issue: Issue, connection: GongConnection, reader: Reader): Notice | null {
  if (connection.waitingCalls === 0) return null
  return {
    what: 'Gong does not let us read all that a follow-up needs',
    rest: join(whoIsOnIt(connection, reader), waiting(connection)),
    ...forAdmins(connection, 'see'),
  }
}

function usedUp(issue: Issue, connection: GongConnection, reader: Reader): Notice | null {
  return untilThen('Today’s requests to Gong are used up', issue, connection, reader)
}

function slowedDown(issue: Issue, connection: GongConnection, reader: Reader): Notice | null {
  return untilThen('Gong asked us to slow down', issue, connection, reader)
}

/** Of interest only while something waits for it. */
function untilThen(what: string, issue: Issue, connection: GongConnection, reader: Reader): Notice | null {
  if (connection.waitingCalls === 0) return null
  const rest = join(waiting(connection), BY_ITSELF)
  const until = timeIn(issue, 'until')
  if (until === null) return { what, rest }
  // It is over, and will be seen to be over with the next request.
  if (Date.parse(until) <= reader.now) return null
  return { what: `${what} until`, at: { iso: until, as: 'clock' }, rest }
}

function noAnswer(_issue: Issue, connection: GongConnection): Notice | null {
  if (connection.waitingCalls === 0) return null
  return { what: 'Gong does not answer as it should', rest: join(waiting(connection), BY_ITSELF) }
}

const BY_ITSELF = 'That goes on by itself.'

function waiting({ waitingCalls }: GongConnection): string {
  if (waitingCalls === 0) return ''
  return waitingCalls === 1
    ? 'One call is waiting.'
    : `${waitingCalls.toLocaleString('en')} calls are waiting.`
}

/** Others need not worry: the one whose turn it is, by name. Whose turn it is oneself gets the button instead. */
function whoIsOnIt({ owner, canManage }: GongConnection, { userId }: Reader): string {
  if (!owner) return canManage ? '' : 'Your admins see it here, too.'
  return owner.userId === userId ? '' : `${owner.name.split(' ')[0]} sees it here, too, and can mend it.`
}

function forAdmins({ canManage }: GongConnection, action: 'reconnect' | 'see'): Pick<Notice, 'action'> {
  return canManage ? { action } : {}
}

function timeIn({ details }: Issue, name: string): string | null {
  const value = details[name]
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null
}

function join(...parts: (string | false)[]): string {
  return parts.filter((part) => part !== '' && part !== false).join(' ')
}
