import { parseDuration } from './duration.ts'
import { ConfigError } from './errors.ts'

export type Env = Record<string, string | undefined>

/**
 * Reads single variables. Each throws a ConfigError whose sentence names the variable, says what was expected and, but
 * for secrets, what was found. An empty value counts as unset.
 */
export function envValues(env: Env) {
  const text = (name: string) => env[name]?.trim() || undefined

  return {
    text,
    wrong,

    wholeNumber(name: string, { or, min, max }: { or: number; min: number; max: number }): number {
      const found = text(name)
      if (found === undefined) return or
      const value = /^\d+$/.test(found) ? Number(found) : Number.NaN
      if (value >= min && value <= max) return value
      throw wrong(name, found, `a whole number from ${min} to ${max}`)
    },

    durationMs(name: string, { or, min, max }: { or: string; min: string; max: string }): number {
      const found = text(name) ?? or
      const ms = parseDuration(found)
      if (ms !== undefined && ms >= inMs(min) && ms <= inMs(max)) return ms
      throw wrong(name, found, `a duration from ${min} to ${max}, such as ${or}`)
    },

    oneOf<T extends string>(name: string, allowed: readonly T[], or: T): T {
      const found = text(name)
      if (found === undefined) return or
      const known = allowed.find((each) => each === found)
      if (known !== undefined) return known
      throw wrong(name, found, `one of ${allowed.join(', ')}`)
    },

    /** Scheme, host and port of an http or https address that has nothing else to it. */
    origin(name: string, or: string, expected: string): URL {
      const found = text(name) ?? or
      const url = URL.parse(found)
      // What may hold a password is not repeated.
      if (found.includes('@')) throw new ConfigError(`${name} must not contain a user name or password.`)
      const isBare =
        url !== null && url.pathname === '/' && !url.search && !url.hash && /^https?:$/.test(url.protocol)
      if (url !== null && isBare) return url
      throw wrong(name, found, expected)
    },

    /** A secret: never repeated in a complaint. */
    secret(name: string, minLength = 1): string | undefined {
      const found = text(name)
      if (found === undefined || found.length >= minLength) return found
      throw new ConfigError(`${name} is too short: it needs at least ${minLength} characters.`)
    },
  }
}

function wrong(name: string, found: string, expected: string): ConfigError {
  return new ConfigError(`${name} is "${found}", but must be ${expected}.`)
}

function inMs(duration: string): number {
  const ms = parseDuration(duration)
  if (ms === undefined) throw new RangeError(`not a duration: ${duration}`)
  return ms
}
