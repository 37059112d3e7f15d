/** Lets pieces of work that share a name run one after the other, in the order in which they came. */
export function createTurns() {
  const last = new Map<string, Promise<void>>()
  return {
    inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
      const mine = (last.get(name) ?? Promise.resolve()).then(work)
      const over = mine.then(
        () => forget(),
        () => forget(),
      )
      function forget() {
        if (last.get(name) === over) last.delete(name)
      }
      last.set(name, over)
      return mine
    },
  }
}
