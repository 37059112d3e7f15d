import { createServer } from 'node:http'
import { longTalk, randomFrom } from './talk.ts'

/** A Gong that answers at once and knows every call it is asked for: `node light-gong.ts PORT WORDS`. `/asked` tells when it was asked. */
const [port = '', words = '500'] = process.argv.slice(2)
const talk = longTalk(Number(words), randomFrom(5))
const speakers = [...new Set(talk.map((sentence) => sentence.speakerId))]
const monologues = talk.map(({ speakerId, startMs, endMs, text }) => ({
  speakerId,
  topic: null,
  sentences: [{ start: startMs, end: endMs, text }],
}))
const parties = speakers.map((speakerId, n) => ({
  id: `party${n}`,
  speakerId,
  name: ['Anna Berg', 'Maya Lindqvist', 'Tom Moore'][n],
  emailAddress: ['anna@lumen.example', 'maya@northwind.example', 'tom@northwind.example'][n],
  affiliation: n === 0 ? 'Internal' : 'External',
  methods: ['Attendee'],
}))
const started = new Date(Date.now() - 3_600_000).toISOString()

const asked: number[] = []

createServer((request, response) => {
  if (request.url === '/asked') return response.end(JSON.stringify(asked))
  asked.push(performance.now())
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  return request.on('end', () => {
    const ids = [...body.matchAll(/"(\d+)"/g)].flatMap((match) => match[1] ?? [])
    const records = { totalRecords: ids.length, currentPageSize: ids.length, currentPageNumber: 0 }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ requestId: '1', records, ...answer(request.url ?? '', ids) }))
  })
}).listen(Number(port), () => process.stdout.write('light Gong is ready\n'))

function answer(url: string, ids: string[]): Record<string, unknown> {
  if (url.startsWith('/v2/calls/transcript'))
    return { callTranscripts: ids.map((callId) => ({ callId, transcript: monologues })) }
  if (url.startsWith('/v2/calls/extensive'))
    return { calls: ids.map((id) => ({ metaData: callOf(id), parties })) }
  return { calls: [], users: [] }
}

function callOf(id: string): Record<string, unknown> {
  return {
    id,
    title: 'Northwind: demo',
    started,
    duration: 1800,
    direction: 'Conference',
    scope: 'External',
    language: 'eng',
  }
}
