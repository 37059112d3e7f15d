/** An address of this site only: a link may not send anyone elsewhere after the sign-in. */
export function insideOnly(to: string | undefined): string {
  return to && /^\/(?![/\\])/.test(to) ? to : '/calls'
}
