import { lookup, type LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { promisify } from 'node:util'
import ipaddr from 'ipaddr.js'
import { WebhookError } from './webhook-error.ts'

/** Where outgoing requests may go. Only tests replace it: no setting weakens it. */
export interface Outside {
  resolve(host: string): Promise<LookupAddress[]>
  isAllowed(address: string): boolean
  /** A certificate authority to trust instead of the usual ones. */
  ca?: string
}

export const outside: Outside = {
  // As every other program on this machine resolves names, /etc/hosts included.
  resolve: (host) => promisify(lookup)(host, { all: true }),
  isAllowed: isPublic,
}

const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Is this an address of the public internet? Everything else (this machine, our network, the cloud's own services such as
 * 169.254.169.254, and addresses that wrap an IPv4 address: mapped, NAT64, 6to4, Teredo) must not be reached for a customer.
 */
export function isPublic(address: string): boolean {
  // Only what a resolver answers: ipaddr.js itself also reads 0x7f.1 and other old spellings.
  if (isIP(address) === 0 || address.includes('%')) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  // Outside of 2000::/3 nothing is assigned to the public; ipaddr.js calls ::127.0.0.1 unicast, for one.
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_IPV6)
}

/**
 * The addresses of a host, all of them allowed: one that isn't among them refuses the host, since whoever rules the name
 * could choose which one is taken. @throws WebhookError in words.
 */
export async function resolveOutside(host: string, where: Outside): Promise<LookupAddress[]> {
  const literal = host.replace(/^\[|\]$/g, '')
  const found =
    isIP(literal) > 0 ? [{ address: literal, family: isIP(literal) }] : await resolved(host, where)
  if (found.length === 0) throw unknownName(host)
  if (!found.every(({ address }) => where.isAllowed(address)))
    throw new WebhookError(
      'address_refused',
      `${host} leads to an address that is not on the public internet, so nothing is sent there.`,
    )
  return found
}

async function resolved(host: string, where: Outside): Promise<LookupAddress[]> {
  try {
    return await where.resolve(host)
  } catch (cause) {
    throw unknownName(host, cause)
  }
}

function unknownName(host: string, cause?: unknown): WebhookError {
  return new WebhookError('unreachable', `The name ${host} can’t be resolved.`, { cause })
}
