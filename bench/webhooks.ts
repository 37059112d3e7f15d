import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { freePort } from '../test/support/free-port.ts'
import { startChild } from './support/child.ts'
import { runAlone, type Figure } from './support/figures.ts'
import { startProduct } from './support/product.ts'

/** Verified events a second, each on disk before it is answered, against the same route without a database. */
const SECONDS = 10
const WARM_UP_SECONDS = 3
const Shot = z.object({ perSecond: z.number(), p50: z.number(), p99: z.number(), errors: z.number() })
type Shot = z.infer<typeof Shot>

export async function webhooks(): Promise<Figure[]> {
  const plain = await shootAtPlainReceiver()
  const durable = await shootAtProduct()
  return [50, 200].map((connections) => {
    const [{ shot, loopP99 }, without] = [durable.get(connections)!, plain.get(connections)!]
    const ratio = shot.perSecond / without.perSecond
    return {
      program: 'webhooks',
      what: `durable, verified webhooks, ${connections} connections`,
      measured:
        `${shot.perSecond.toFixed(0)}/s = ${ratio.toFixed(2)} of ${without.perSecond.toFixed(0)}/s without database, ` +
        `p50 ${shot.p50} p99 ${shot.p99} ms, ${shot.errors} errors, event loop p99 ${loopP99.toFixed(0)} ms`,
      bar: connections === 50 ? '≥ 0.35, p99 ≤ 30 ms, 0 errors' : null,
      isMet: connections === 50 ? ratio >= 0.35 && shot.p99 <= 30 && shot.errors === 0 : null,
      numbers: { ...shot, plainPerSecond: without.perSecond, plainP99: without.p99, ratio, loopP99 },
    }
  })
}

async function shootAtPlainReceiver(): Promise<Map<number, Shot>> {
  const port = await freePort()
  const token = `whsec_${randomBytes(32).toString('base64')}`
  const server = await startChild('bench/support/plain-receiver.ts', [String(port), token], {
    env: {},
    until: /is ready/,
  })
  try {
    const url = `http://127.0.0.1:${port}/api/webhooks/gong/key`
    await shoot(url, token, 50, WARM_UP_SECONDS)
    return new Map([
      [50, await shoot(url, token, 50, SECONDS)],
      [200, await shoot(url, token, 200, SECONDS)],
    ])
  } finally {
    await server.stop('SIGKILL')
  }
}

async function shootAtProduct(): Promise<Map<number, { shot: Shot; loopP99: number }>> {
  await using product = await startProduct()
  const { url: address, token } = await product.subscription()
  const url = address.replace('localhost', '127.0.0.1')
  await shoot(url, token, 50, WARM_UP_SECONDS)
  const shots = new Map<number, { shot: Shot; loopP99: number }>()
  for (const connections of [50, 200]) {
    const shot = await shoot(url, token, connections, SECONDS)
    shots.set(connections, { shot, loopP99: await eventLoopP99(product.url) })
  }
  return shots
}

async function shoot(url: string, token: string, connections: number, seconds: number): Promise<Shot> {
  const child = await startChild(
    'bench/support/shoot.ts',
    [url, token, String(connections), String(seconds)],
    {
      env: {},
      until: /^shot /,
    },
  )
  return Shot.parse(JSON.parse(child.readyLine.slice('shot '.length)))
}

/** In milliseconds, since it was last asked. */
async function eventLoopP99(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^nodejs_eventloop_lag_p99_seconds ([\d.e+-]+)/m.exec(text)?.[1] ?? Number.NaN) * 1000
}

await runAlone(import.meta.url, webhooks)
