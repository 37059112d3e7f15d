import { readFile } from 'node:fs/promises'
import autocannon from 'autocannon'
import { z } from 'zod'
import { signedEvent } from './events.ts'

/**
 * Sends signed events as fast as they are answered, in a process of its own: `node shoot.ts URL TOKEN CONNECTIONS SECONDS`,
 * or one event for each call of a file: `node shoot.ts URL TOKEN CONNECTIONS FILE`.
 */
const [url = '', token = '', connections = '50', load = '10'] = process.argv.slice(2)
const calls = /^\d+$/.test(load) ? null : z.array(z.string()).parse(JSON.parse(await readFile(load, 'utf8')))

// Ids that Gong gives no call: only the receiver is measured.
let unknown = Date.now() * 1000
let sent = 0
const nextCall = (): string => calls?.[sent++] ?? String(unknown++)
const result = await autocannon({
  url,
  connections: Number(connections),
  ...(calls ? { amount: calls.length } : { duration: Number(load) }),
  requests: [
    {
      method: 'POST',
      setupRequest: (request) => {
        const { headers, body } = signedEvent(token, nextCall())
        return { ...request, headers, body }
      },
    },
  ],
})
process.stdout.write(
  `shot ${JSON.stringify({
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    errors: result.errors + result.timeouts + result.non2xx,
  })}\n`,
)
