import { createServer } from 'node:https'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Outside } from '../../src/connections/alerts/public-address.ts'
import { makeCertificate } from './certificate.ts'
import { until } from './until.ts'

export interface ReceivedWebhook {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** A receiver on the public internet, as the product sees it: https, with a name of its own. */
export interface TestReceiver extends AsyncDisposable {
  /** `https://hooks.receiver.example:PORT` */
  url: string
  port: number
  /** For `startApp`: the name leads to this machine, which is allowed for the test alone. */
  outside: Outside
  received: ReceivedWebhook[]
  /** How the next requests are answered; 204 unless told. */
  answer: (response: ServerResponse) => void
  /** Waits until this many have arrived. */
  until(count: number): Promise<ReceivedWebhook[]>
}

export const RECEIVER_HOST = 'hooks.receiver.example'

export async function startReceiver(): Promise<TestReceiver> {
  const { cert, key } = makeCertificate(RECEIVER_HOST)
  const received: ReceivedWebhook[] = []
  const server = createServer({ cert, key }, async (request, response) => {
    received.push({ path: request.url ?? '', headers: request.headers, body: await text(request) })
    receiver.answer(response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const receiver: TestReceiver = {
    url: `https://${RECEIVER_HOST}:${port}`,
    port,
    received,
    answer: (response) => response.writeHead(204).end(),
    outside: {
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      isAllowed: (found) => found === '127.0.0.1',
      ca: cert,
    },
    until: (count) =>
      until(
        () => `${count} webhooks; ${received.length} arrived`,
        async () => received.length >= count && received,
      ),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
  return receiver
}
