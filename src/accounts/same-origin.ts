import { AppError } from '../errors.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

export interface OriginQuestion {
  method: string
  origin: string | undefined
  secFetchSite: string | undefined
  /** Whether the browser's cookie is what lets this request in. */
  byCookie: boolean
}

/**
 * Another website must not be able to act with a visitor's cookie. A request that changes something may not come from
 * a foreign page; with a cookie it must moreover say that it comes from ours, which every browser does.
 * Throws `forbidden`.
 */
export function assertSameOrigin(
  publicUrl: string,
  { method, origin, secFetchSite, byCookie }: OriginQuestion,
): void {
  if (SAFE_METHODS.has(method)) return
  const ours = new URL(publicUrl).origin
  const saysOurs = origin === undefined ? secFetchSite === 'same-origin' : origin === ours
  const saysForeign =
    origin === undefined ? secFetchSite === 'cross-site' || secFetchSite === 'same-site' : origin !== ours
  if (saysForeign || (byCookie && !saysOurs))
    throw new AppError(
      'forbidden',
      `This request did not come from FastFollow's own pages. Please open ${ours}, or use an API key.`,
    )
}
