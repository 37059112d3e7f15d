/** A reason not to start that a person can mend. The message is the whole explanation: it is printed without a stack. */
export class StartError extends Error {
  override name = 'StartError'
}
