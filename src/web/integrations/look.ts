import type { GongConnection } from '../api/types.ts'
import type { Look } from '../parts/state.ts'

/** The states of the connection and of what delivers, each as a shape and a word. */

const LOOKS: Record<GongConnection['status'], Look> = {
  not_connected: { shape: 'ring', tone: 'quiet', word: 'Not connected' },
  connected: { shape: 'check', tone: 'good', word: 'Connected' },
  needs_reconnect: { shape: 'cross', tone: 'bad', word: 'Reconnect needed' },
  degraded: { shape: 'warn', tone: 'warn', word: 'Connected, with a problem' },
}

export const connectionLook = (connection: Pick<GongConnection, 'status'>): Look => LOOKS[connection.status]

export const IN_USE: Look = { shape: 'check', tone: 'good', word: 'In use' }

const SUBSCRIPTION: Record<NonNullable<GongConnection['subscription']>['state'], Look> = {
  active: { shape: 'check', tone: 'good', word: 'Active' },
  conflict: { shape: 'warn', tone: 'warn', word: 'Another one holds the place' },
  refused: { shape: 'cross', tone: 'bad', word: 'Refused' },
  not_offered: { shape: 'dash', tone: 'quiet', word: 'Not offered by this Gong' },
}

export const subscriptionStateLook = (state: keyof typeof SUBSCRIPTION): Look => SUBSCRIPTION[state]

/** Null where it was never tried. */
export function subscriptionLook({ delivery, subscription }: GongConnection): Look | null {
  if (subscription === null) return null
  return delivery === 'subscription' && subscription.state === 'active'
    ? IN_USE
    : SUBSCRIPTION[subscription.state]
}

const RULE: Record<NonNullable<GongConnection['rule']>['state'], Look> = {
  needs_key: { shape: 'ring', tone: 'warn', word: 'Its public key is missing' },
  waiting_for_test: { shape: 'ring', tone: 'accent', word: 'Waiting for the test delivery' },
  verified: { shape: 'check', tone: 'good', word: 'Verified' },
}

export const ruleStateLook = (state: keyof typeof RULE): Look => RULE[state]

/** Null where it was not begun, or the reader is not told. */
export function ruleLook({ delivery, rule }: GongConnection): Look | null {
  if (rule === null) return delivery === 'rule' ? IN_USE : null
  if (delivery === 'rule' && rule.state === 'verified') return { ...IN_USE, word: 'In use, verified' }
  // Made once, or begun, while something better delivers: nothing to say of it.
  return delivery === 'subscription' || (delivery === 'poll' && rule.state === 'verified')
    ? null
    : RULE[rule.state]
}
