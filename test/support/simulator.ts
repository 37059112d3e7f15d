import { once } from 'node:events'
import { createServer } from 'node:http'
import { startSimulator } from '../../src/simulator/server.ts'
import type { Simulator, SimulatorOptions } from '../../src/simulator/server.ts'

/** A running simulator with what tests do most. */
export interface TestSimulator extends AsyncDisposable {
  url: string
  port: number
  control: Simulator['control']
  /** Finishes one call and returns its id. */
  finishCall: (input?: Parameters<Simulator['control']['finishCalls']>[0]) => Promise<string>
  finishCalls: Simulator['control']['finishCalls']
  faults: Simulator['control']['setFaults']
  requests: Simulator['control']['requests']
  seed: Simulator['control']['seed']
  reset: Simulator['control']['reset']
  /**
   * Walks through Gong's consent as a person in a browser would: opens the authorize address, ticks the scopes that
   * are granted (all, unless `grant` names some) and presses Allow or Deny. Returns the address Gong sends one back to.
   */
  consent: (authorizeUrl: string, answer?: { grant?: string[]; deny?: boolean }) => Promise<URL>
  stop: () => Promise<void>
}

/** Starts one on a free port, with no history unless `seed` asks for one. */
export async function startTestSimulator(options: Partial<SimulatorOptions> = {}): Promise<TestSimulator> {
  const simulator = await startSimulator({ port: 0, ...options, seed: { calls: 0, ...options.seed } })
  const { control } = simulator
  return {
    url: simulator.url,
    port: simulator.port,
    control,
    finishCall: async (input) => {
      const [id] = await control.finishCalls(input)
      if (id === undefined) throw new Error('no call was finished')
      return id
    },
    finishCalls: control.finishCalls,
    faults: control.setFaults,
    requests: control.requests,
    seed: control.seed,
    reset: control.reset,
    consent,
    stop: simulator.stop,
    [Symbol.asyncDispose]: simulator.stop,
  }
}

/** Walks through Gong’s consent as a browser would (see `TestSimulator.consent`). */
export async function consent(
  authorizeUrl: string,
  answer: { grant?: string[]; deny?: boolean } = {},
): Promise<URL> {
  const page = await fetch(authorizeUrl, { redirect: 'manual' })
  // Some refusals need no page: Gong sends one straight back.
  const straight = page.headers.get('location')
  if (straight !== null) return new URL(straight)
  if (page.status !== 200) throw new Error(`the consent page answered ${page.status}: ${await page.text()}`)
  const asked = new URL(authorizeUrl).searchParams
  const form = new URLSearchParams({ decision: answer.deny ? 'deny' : 'allow' })
  for (const name of ['client_id', 'redirect_uri', 'scope', 'state']) {
    const value = asked.get(name)
    if (value !== null) form.set(name, value)
  }
  for (const scope of answer.grant ?? (asked.get('scope') ?? '').split(' ')) form.append('grant', scope)
  const response = await fetch(new URL('/oauth2/authorize', authorizeUrl), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  })
  const location = response.headers.get('location')
  if (location === null)
    throw new Error(`the consent was not accepted: ${response.status} ${await response.text()}`)
  return new URL(location)
}

/** Something that listens for deliveries, with every request it got and an answer that tests may change. */
export interface Receiver extends AsyncDisposable {
  url: string
  received: { headers: Record<string, string>; body: string }[]
  /** The status of the next answers. */
  status: number
  /** Resolves when `count` deliveries have arrived. */
  until: (count: number) => Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const received: Receiver['received'] = []
  const arrived = new EventTarget()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    received.push({ headers, body: Buffer.concat(chunks).toString('utf8') })
    response.writeHead(receiver.status).end()
    arrived.dispatchEvent(new Event('delivery'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const receiver: Receiver = {
    url: `http://localhost:${port}/hook`,
    received,
    status: 202,
    until: async (count) => {
      while (received.length < count) await once(arrived, 'delivery')
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}
