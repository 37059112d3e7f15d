import type { Clock } from '../../src/clock.ts'

/** A clock that runs with the real one, plus what a test has moved it by. */
export interface MovableClock extends Clock {
  move(ms: number): void
}

export function movableClock(): MovableClock {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    move(ms) {
      ahead += ms
    },
  }
}
