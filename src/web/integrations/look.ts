import type { GongConnection } from '../api/types.ts'
import type { Look } from '../parts/state.ts'

const LOOKS: Record<GongConnection['status'], Look> = {
  not_connected: { shape: 'ring', tone: 'quiet', word: 'Not connected' },
  connected: { shape: 'check', tone: 'good', word: 'Connected' },
  needs_reconnect: { shape: 'cross', tone: 'bad', word: 'Reconnect needed' },
  degraded: { shape: 'warn', tone: 'warn', word: 'Connected, with a problem' },
}

export const connectionLook = (connection: Pick<GongConnection, 'status'>): Look => LOOKS[connection.status]
