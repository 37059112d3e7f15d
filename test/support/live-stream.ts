import { until } from './until.ts'

export interface LiveEvent {
  event: string
  id: string
}

/** One client's `/api/stream`, as text and as events. Ended with the block that holds it. */
export interface LiveStream extends AsyncDisposable {
  text(): string
  events(): LiveEvent[]
  /** Waits until an event of this kind names this id. */
  until(event: string, id: string): Promise<void>
}

export async function openStream(
  url: string,
  { key, cookie, lastEventId }: { key?: string; cookie?: string; lastEventId?: string },
): Promise<LiveStream> {
  const ended = new AbortController()
  const response = await fetch(`${url}/api/stream`, {
    signal: ended.signal,
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(cookie && { cookie }),
      ...(lastEventId && { 'last-event-id': lastEventId }),
    },
  })
  if (response.status !== 200 || !response.body) throw new Error(`the stream answered ${response.status}`)
  let text = ''
  const reading = read(response.body)
  await until('the stream to say where it is', async () => /^id: /m.test(text))
  return {
    text: () => text,
    events: () => eventsOf(text),
    async until(event, id) {
      await until(`${event} ${id} on the stream`, async () =>
        eventsOf(text).some((one) => one.event === event && one.id === id),
      )
    },
    async [Symbol.asyncDispose]() {
      ended.abort()
      await reading.catch(() => {})
    },
  }

  async function read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    for await (const chunk of body) text += decoder.decode(chunk, { stream: true })
  }
}

function eventsOf(text: string): LiveEvent[] {
  return [...text.matchAll(/^event: (\w+)\n(?:id: \d+\n)?data: \{"id":"([^"]+)"\}/gm)].map(
    ([, event = '', id = '']) => ({
      event,
      id,
    }),
  )
}
