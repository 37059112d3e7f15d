/**
 * May tokens be sent to this address? Answers its origin, or null when it may not.
 *
 * Allowed are `https` and a host that one of `patterns` names (`GONG_API_HOSTS`; `*` stands for one whole
 * label), and with a Gong on this machine (`appUrl` on loopback) the same host name with `http` and any port.
 * Nothing but scheme, host and port may stand in the address: no path, credentials, query or fragment.
 */
export function allowedApiBase(
  address: string,
  allow: { patterns: string[]; appUrl: string },
): string | null {
  // Read by our own strict grammar, not by a URL parser, which repairs what it should refuse (`https:\\evil`, `＠`, tabs).
  const match = /^(https?):\/\/([a-z0-9.-]+|\[::1\])(?::([0-9]{1,5}))?\/?$/i.exec(address)
  const [, scheme, host, port] = (match ?? []).map((part) => part?.toLowerCase())
  if (!scheme || !host || Number(port ?? 0) > 65_535) return null
  const origin = `${scheme}://${host}${port ? `:${port}` : ''}`
  if (scheme === 'https' && allow.patterns.some((pattern) => matches(host, port, pattern))) return origin
  return host === loopbackHost(allow.appUrl) ? origin : null
}

/** The host name of a Gong on this machine, or null for any other Gong. */
export function loopbackHost(appUrl: string): string | null {
  const host = URL.canParse(appUrl) ? new URL(appUrl).hostname : ''
  return host === 'localhost' || host === '[::1]' || /^127(\.[0-9]{1,3}){3}$/.test(host) ? host : null
}

function matches(host: string, port: string | undefined, pattern: string): boolean {
  const [hostPattern = '', portPattern] = pattern.trim().toLowerCase().split(':')
  if (port !== portPattern) return false
  const labels = host.split('.')
  const wanted = hostPattern.split('.')
  return (
    labels.length === wanted.length &&
    labels.every((label, i) => isLabel(label) && (wanted[i] === '*' || wanted[i] === label))
  )
}

function isLabel(label: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)
}
