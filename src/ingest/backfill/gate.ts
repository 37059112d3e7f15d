/** Lets one at a time through; the others wait in the order in which they came. */
export interface Gate {
  /** Resolves when it is one's turn. The turn ends when `leave` is called (again does nothing). */
  enter(): Promise<{ leave: () => void }>
}

export function createGate(): Gate {
  let last = Promise.resolve()
  return {
    async enter() {
      const before = last
      const { promise, resolve } = Promise.withResolvers<void>()
      last = promise
      await before
      return { leave: resolve }
    },
  }
}
