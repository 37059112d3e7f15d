/** The time, as an argument: tests move it, the product uses {@link systemClock}. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
