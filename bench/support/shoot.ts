import { readFile } from 'node:fs/promises'
import autocannon from 'autocannon'
import { signedEvent } from './events.ts'
import { ShotPlan } from './shots.ts'

/** Sends signed events as fast as they are answered, in a process of its own: `node shoot.ts PLAN`. */
const { url, connections, load } = ShotPlan.parse(JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')))

// Ids that Gong gives no call: only the receiver is measured.
let unknown = Date.now() * 1000
let sent = 0
const next =
  'seconds' in load
    ? () => signedEvent(load.token, String(unknown++))
    : () => {
        const { path, token, callId } = load.events[sent++ % load.events.length]!
        return { path, ...signedEvent(token, callId) }
      }
const result = await autocannon({
  url,
  connections,
  ...('seconds' in load ? { duration: load.seconds } : { amount: load.events.length }),
  requests: [{ method: 'POST', setupRequest: (request) => ({ ...request, ...next() }) }],
})
process.stdout.write(
  `shot ${JSON.stringify({
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    errors: result.errors + result.timeouts + result.non2xx,
  })}\n`,
)
