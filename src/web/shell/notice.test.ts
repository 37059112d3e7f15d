import { expect, test } from 'vitest'
import type { GongConnection, Issue } from '../api/types.ts'
import { noticeOf } from './notice.ts'

const now = Date.parse('2026-03-02T10:00:00Z')
const anna = { userId: 'anna', now }
const rep = { userId: 'priya', now }

function issue(code: Issue['code'], until?: string): Issue {
  return {
    id: code,
    code,
    turn: 'admin',
    message: '',
    fix: '',
    details: until === undefined ? {} : { until },
    firstSeenAt: '2026-03-02T09:48:00.000Z',
    lastSeenAt: '2026-03-02T09:59:00.000Z',
    resolvedAt: null,
    count: 1,
  }
}

function connection(issues: Issue[], rest: Partial<GongConnection> = {}): GongConnection {
  return {
    status: 'degraded',
    gong: 'real',
    client: null,
    redirectUri: '',
    simulatorUrl: null,
    owner: { userId: 'anna', name: 'Anna Berg', email: 'anna@lumen.example' },
    ownerLeft: false,
    connectedAt: null,
    company: null,
    connectedUser: null,
    scopes: [],
    delivery: 'poll',
    webhookUrl: null,
    subscription: null,
    rule: null,
    waitingCalls: 4,
    lastEventAt: null,
    listReadAt: null,
    listNextAt: null,
    issues,
    canManage: false,
    ...rest,
  }
}

test('a rep is told what happened, since when, who knows and what waits, and is offered nothing to press', () => {
  expect(noticeOf(connection([issue('needs_reconnect')]), rep)).toEqual({
    what: 'Gong stopped letting us in',
    at: { iso: '2026-03-02T09:48:00.000Z', as: 'relative' },
    rest: 'Anna sees it here, too, and can mend it. 4 calls are waiting.',
  })
})

test('whose turn it is gets the button instead of being told that they were told', () => {
  expect(noticeOf(connection([issue('needs_reconnect')], { canManage: true }), anna)).toMatchObject({
    rest: '4 calls are waiting.',
    action: 'reconnect',
  })
})

test('while the present access lives, only who can reconnect is told', () => {
  const open = [issue('needs_reconnect', '2026-03-02T20:00:00.000Z')]
  expect(noticeOf(connection(open), rep)).toBeNull()
  expect(noticeOf(connection(open, { canManage: true }), anna)).toMatchObject({
    what: 'Gong refuses to renew our access, which ends at',
    action: 'reconnect',
  })
})

test('a wait that holds nothing up, or is over, is no news', () => {
  const open = [issue('rate_limit', '2026-03-02T10:50:00.000Z')]
  expect(noticeOf(connection(open), rep)).toMatchObject({ what: 'Gong asked us to slow down until' })
  expect(noticeOf(connection(open, { waitingCalls: 0 }), rep)).toBeNull()
  expect(noticeOf(connection([issue('rate_limit', '2026-03-02T09:59:00.000Z')]), rep)).toBeNull()
})

test('what stops nothing is left to the health page', () => {
  const open = [issue('webhook_subscription_failed'), issue('signature_rejected'), issue('events_silent')]
  expect(noticeOf(connection(open, { canManage: true }), anna)).toBeNull()
})

test('a connection that nobody owns is the admins’ to take over, and nobody else’s', () => {
  const left = { owner: null, ownerLeft: true }
  expect(noticeOf(connection([], left), rep)).toBeNull()
  expect(noticeOf(connection([], { ...left, canManage: true }), anna)).toMatchObject({ action: 'take_over' })
})
