import autocannon from 'autocannon'
import { signedEvent } from './events.ts'

/** Sends signed events as fast as they are answered, in a process of its own: `node shoot.ts URL TOKEN CONNECTIONS SECONDS`. */
const [url = '', token = '', connections = '50', seconds = '10'] = process.argv.slice(2)

// Ids that Gong gives no call: only the receiver is measured.
let call = Date.now() * 1000
const result = await autocannon({
  url,
  connections: Number(connections),
  duration: Number(seconds),
  requests: [
    {
      method: 'POST',
      setupRequest: (request) => {
        const { headers, body } = signedEvent(token, String(call++))
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
