import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** A request as a fake service received it. */
export interface Received {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: string
  /** By `performance.now()`. */
  at: number
}

/** A service on this machine that answers as a test says; stopped with the block that holds it. */
export interface FakeServer extends AsyncDisposable {
  url: string
  received: Received[]
}

export type Answer = (request: Received, response: ServerResponse) => unknown

/** Starts it on a free port. */
export async function startFakeServer(answer: Answer): Promise<FakeServer> {
  const received: Received[] = []
  const server = createServer(async (incoming, response) => {
    const at = performance.now()
    const { method = '', headers } = incoming
    const url = new URL(incoming.url ?? '', 'http://localhost')
    const request = { method, url, headers, at, body: await text(incoming) }
    received.push(request)
    await answer(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
