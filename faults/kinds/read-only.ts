import { setTimeout as sleep } from 'node:timers/promises'
import { usualWorld, type Kind } from './kind.ts'
import { warmUp } from './warm-up.ts'

/** Postgres takes no writes for a while, as a managed one does whose disk is nearly full or that changes its leader. */
export const readOnly: Kind = {
  name: 'read-only',
  title: 'Postgres read-only for a while',
  rounds: 5,
  breaksConnections: false,
  healsWithinMs: 300_000,
  startWorld: usualWorld,
  async hurt(world, random) {
    await warmUp(random)
    const forMs = Math.round(random.between(2_000, 5_000))
    await setReadOnly(true)
    await sleep(forMs)
    await setReadOnly(false)
    return `Postgres was read-only for ${(forMs / 1000).toFixed(1)} s`

    async function setReadOnly(isOn: boolean): Promise<void> {
      await world.postgres.query(`alter system set default_transaction_read_only = ${isOn ? 'on' : 'off'}`)
      await world.postgres.query('select pg_reload_conf()')
    }
  },
  judge: (attempts) =>
    attempts.some(({ status }) => status === 503)
      ? []
      : [{ offence: 'answer', what: 'nobody was turned away while nothing could be stored' }],
}
