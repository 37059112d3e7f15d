import { UsageError } from './usage-error.ts'

/** Refuses words that a command would ignore. */
export function noArguments(args: string[]): void {
  if (args.length > 0) throw new UsageError(`"${args[0]}" was not expected.`)
}

/** The one argument of a command, called `what` in the complaint. */
export function onlyArgument(args: string[], what: string): string {
  const [value, extra] = args
  if (value === undefined || value.startsWith('-')) throw new UsageError(`${what} is missing.`)
  if (extra !== undefined) throw new UsageError(`"${extra}" was not expected.`)
  return value
}
