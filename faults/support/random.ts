/** Numbers that look random and come again with the same seed, so that a round's plan can be repeated. */
export interface Random {
  /** From `low` up to, and without, `high`. */
  between(low: number, high: number): number
  whole(low: number, highest: number): number
  pick<T>(items: readonly T[]): T
  /** True in this share of the cases. */
  chance(share: number): boolean
}

export function randomOf(seed: number): Random {
  const next = mulberry32(seed)
  const whole = (low: number, highest: number): number => low + Math.floor(next() * (highest - low + 1))
  return {
    between: (low, high) => low + next() * (high - low),
    whole,
    pick(items) {
      const item = items[whole(0, items.length - 1)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    chance: (share) => next() < share,
  }
}

/** Tommy Ettinger's mulberry32: 32 bits of state, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
