import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeAnswer {
  status?: number
  headers?: Record<string, string>
  /** The model's message: an object is sent as JSON text, a string as it is. */
  content?: unknown
}

/** A model behind an OpenAI-compatible address on this machine, so that the real HTTP client is what gets tested. */
export interface FakeModel extends AsyncDisposable {
  baseUrl: string
  /** Bodies of the requests received, as text. */
  requests: string[]
  /** The keys they carried. */
  keys: string[]
}

/** Starts it on a free port. `answers` are given one a request; the last one is repeated; `'hang'` never answers. */
export async function startFakeModel(answers: (FakeAnswer | 'hang')[]): Promise<FakeModel> {
  const requests: string[] = []
  const keys: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const answer = answers[Math.min(requests.length, answers.length - 1)]!
      requests.push(body)
      keys.push(request.headers.authorization?.replace('Bearer ', '') ?? '')
      if (answer === 'hang') return
      const { status = 200, headers = {}, content } = answer
      const message = typeof content === 'string' ? content : JSON.stringify(content)
      const reply =
        status === 200
          ? {
              id: 'fake',
              object: 'chat.completion',
              created: 0,
              model: 'fake',
              choices: [
                { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: message } },
              ],
              usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
            }
          : { error: { message: `fake ${status}` } }
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(reply))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    keys,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
