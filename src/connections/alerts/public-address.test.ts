import * as fc from 'fast-check'
import { BlockList } from 'node:net'
import { expect, test } from 'vitest'
import { webhookAddress } from './webhook-address.ts'
import { isPublic, outside, resolveOutside, type Outside } from './public-address.ts'

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '93.184.216.34',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.1.1',
  '100.63.1.1',
  '100.128.0.1',
  '2606:4700:4700::1111',
  '2a00:1450:4001:800::200e',
])('%s is public', (address) => {
  expect(isPublic(address)).toBe(true)
})

test.each([
  ['this machine', '127.0.0.1'],
  ['this machine', '127.255.0.1'],
  ['this machine', '::1'],
  ['any', '0.0.0.0'],
  ['any', '::'],
  ['any', '0.1.2.3'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['shared by carriers', '100.64.0.1'],
  ['the cloud’s own services', '169.254.169.254'],
  ['the cloud’s own services', 'fd00:ec2::254'],
  ['multicast', '224.0.0.1'],
  ['multicast', 'ff02::1'],
  ['broadcast', '255.255.255.255'],
  ['reserved', '192.0.0.8'],
  ['documentation', '192.0.2.1'],
  ['documentation', '198.51.100.1'],
  ['documentation', '203.0.113.1'],
  ['benchmarks', '198.18.0.1'],
  ['reserved', '240.0.0.1'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['unique local', 'fd00::1'],
  ['unique local', 'fc00::1'],
  ['mapped IPv4', '::ffff:10.0.0.1'],
  ['mapped public IPv4', '::ffff:8.8.8.8'],
  ['mapped IPv4', '::ffff:7f00:1'],
  ['compatible IPv4', '::127.0.0.1'],
  ['compatible IPv4', '::8.8.8.8'],
  ['NAT64', '64:ff9b::10.0.0.1'],
  ['NAT64', '64:ff9b::808:808'],
  ['local NAT64', '64:ff9b:1::1'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001:0:7f00:1::'],
  ['documentation', '2001:db8::1'],
  ['documentation', '3fff::1'],
  ['discard', '100::1'],
  ['unassigned', '4000::1'],
  ['unassigned', '1::1'],
  ['not an address', 'localhost'],
  ['not an address', '2130706433'],
  ['not an address', '0x7f.0.0.1'],
  ['not an address', '0177.0.0.1'],
  ['not an address', '127.1'],
  ['not an address', ''],
])('%s: %s is refused', (_what, address) => {
  expect(isPublic(address)).toBe(false)
})

/** The IANA's special-purpose blocks, by another hand (Node's own) than the library that decides. */
const special = new BlockList()
const SPECIAL_4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
for (const [net, bits] of SPECIAL_4) special.addSubnet(net, bits, 'ipv4')

const ipv4 = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.')
const numberOf = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)

test('no address of a special block is public, in whatever IPv6 form it is wrapped', () => {
  const inBlock = fc
    .constantFrom(...SPECIAL_4)
    .chain(([net, bits]) =>
      fc.nat(2 ** (32 - bits) - 1).map((offset) => ipv4((numberOf(net) + offset) >>> 0)),
    )
  fc.assert(
    fc.property(inBlock, (address) => {
      expect(isPublic(address)).toBe(false)
      for (const prefix of ['::ffff:', '::', '64:ff9b::', '::ffff:0:', '64:ff9b:1::'])
        expect(isPublic(prefix + address), prefix + address).toBe(false)
    }),
    { numRuns: 2000 },
  )
})

test('every IPv4 address is either public or special, but for a few blocks of the internet’s own machinery', () => {
  // Anycast relays and reversed names (RFC 7526, 7535, 7450): public by the registry, of no use to anybody here.
  const machinery = /^(192\.88\.99|192\.31\.196|192\.52\.193|192\.175\.48)\./
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
      const address = ipv4(value)
      fc.pre(!machinery.test(address))
      expect(isPublic(address), address).toBe(!special.check(address, 'ipv4'))
    }),
    { numRuns: 5000 },
  )
})

test('no IPv6 address outside of 2000::/3 is public', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const first = Number.parseInt(address.split(':')[0] || '0', 16)
      if (first < 0x2000 || first > 0x3fff) expect(isPublic(address), address).toBe(false)
    }),
    { numRuns: 5000 },
  )
})

test('a name that leads nowhere, and one that can’t be asked for, are told as such', async () => {
  const nowhere: Outside = { ...outside, resolve: async () => [] }
  await expect(resolveOutside('nowhere.example', nowhere)).rejects.toThrow('can’t be resolved')
  const broken: Outside = { ...outside, resolve: () => Promise.reject(new Error('ENOTFOUND')) }
  await expect(resolveOutside('nowhere.example', broken)).rejects.toThrow('can’t be resolved')
})

const anywhere: Outside = { resolve: async () => [{ address: '8.8.8.8', family: 4 }], isAllowed: isPublic }

test.each([
  ['http://hooks.example/in', 'https://'],
  ['ftp://hooks.example', 'https://'],
  ['hooks.example', 'https://'],
  ['https://', 'https://'],
  ['https://user:pass@hooks.example', 'user name or password'],
  ['https://127.0.0.1/in', 'not on the public internet'],
  ['https://2130706433/', 'not on the public internet'],
  ['https://0x7f000001/', 'not on the public internet'],
  ['https://[fd00::1]/', 'not on the public internet'],
])('%s is refused as it is entered', async (given, words) => {
  await expect(webhookAddress(given, anywhere)).rejects.toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining(words),
  })
})

test('a good address is kept as it is, without what follows a #', async () => {
  expect(await webhookAddress('https://Hooks.Example/in/T0/secret?x=1#y', anywhere)).toBe(
    'https://hooks.example/in/T0/secret?x=1',
  )
})
