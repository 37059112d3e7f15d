/** The same rules as the server's (`account-shapes.ts`), said while one still can mend them. */
export const PASSWORD_LEAST = 10

export const passwordFault = (password: string): string | undefined =>
  password.length < PASSWORD_LEAST ? `Please choose at least ${PASSWORD_LEAST} characters.` : undefined

export const emailFault = (email: string): string | undefined =>
  /^\S+@\S+\.\S+$/.test(email.trim())
    ? undefined
    : 'Please give a whole e-mail address, such as ada@example.com.'

export const missing = (value: string, sentence: string): string | undefined =>
  value.trim() ? undefined : sentence

/** Leaves out the fields without a fault. */
export function faultsOf<Name extends string>(
  found: Record<Name, string | undefined>,
): Partial<Record<Name, string>> {
  const faults: Partial<Record<Name, string>> = {}
  for (const name in found) {
    const fault = found[name]
    if (fault) faults[name] = fault
  }
  return faults
}
