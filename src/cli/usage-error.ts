/** The command line was not understood: answered with the list of commands. */
export class UsageError extends Error {
  override name = 'UsageError'
}
