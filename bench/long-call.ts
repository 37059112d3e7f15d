import { readFile } from 'node:fs/promises'
import { pino } from 'pino'
import { loadConfig } from '../src/config.ts'
import { createWriter } from '../src/followups/writers.ts'
import type { SpokenSentence, WriterInput } from '../src/followups/writer.ts'
import { stored } from '../test/support/spoken-call.ts'
import { runAlone, type Figure } from './support/figures.ts'

/** A conversation of two hours and a half, 19,000 words, through the built-in writer and the check of its grounding. */
const WORDS = 19_000
const PROMISE_EVERY = 120

const topics = [
  'the rollout plan',
  'the driver app',
  'your depots',
  'the invoice export',
  'single sign-on',
  'the route board',
  'the trial',
  'last quarter',
]
const remarks = [
  (topic: string, n: number) =>
    `So about ${topic}, we looked at it again this week and there were ${n} cases that did not fit.`,
  (topic: string) =>
    `Right, and that is the part where our people usually get stuck when they open ${topic} in the morning.`,
  (topic: string) =>
    `Could you say a little more about how ${topic} works for a team that is spread over several places?`,
  (topic: string, n: number) =>
    `In our experience ${topic} takes about ${(n % 20) + 2} days, most of it waiting for somebody else.`,
  (topic: string) => `Okay, that makes sense, and I think for ${topic} nobody here would object.`,
]

export async function longCall(): Promise<Figure[]> {
  const input = conversation()
  const words = input.sentences.reduce((sum, sentence) => sum + sentence.text.split(' ').length, 0)
  const writer = createWriter(
    loadConfig({ DATABASE_URL: 'postgresql://nowhere/none', SECRET_KEY: 'a key of sixteen letters' }).writer,
    {
      log: pino({ level: 'silent' }),
    },
  )
  try {
    await writer.write(stored(conversation(200)), AbortSignal.timeout(60_000))
    const call = stored(input)
    const began = performance.now()
    const content = await writer.write(call, AbortSignal.timeout(300_000))
    const ms = performance.now() - began
    return [
      {
        program: 'long-call',
        what: `a call of ${words} words through the built-in writer`,
        measured: `${(ms / 1000).toFixed(1)} s, ${(await peakMb()).toFixed(0)} MB at most`,
        bar: null,
        isMet: null,
        numbers: { ms, words, items: content.items.length },
      },
    ]
  } finally {
    await writer.close()
  }
}

function conversation(words = WORDS): WriterInput {
  const sentences: SpokenSentence[] = []
  for (let n = 0, said = 0; said < words; n++) {
    const isOurs = n % 2 === 0
    const text =
      n % PROMISE_EVERY === 10
        ? `I'll send you the notes on part ${n} by Friday.`
        : remarks[n % remarks.length]!(topics[n % topics.length]!, n)
    sentences.push({
      index: n,
      speakerId: isOurs ? '1' : '2',
      speaker: isOurs ? 'Anna Berg' : 'Maya Lindqvist',
      side: isOurs ? 'ours' : 'theirs',
      startMs: n * 5_000,
      endMs: n * 5_000 + 4_500,
      text,
    })
    said += text.split(' ').length
  }
  const person = { title: null, attended: true }
  return {
    call: {
      title: 'A long workshop',
      startedAt: '2026-03-02T09:00:00.000Z',
      durationS: sentences.length * 5,
      timeZone: 'Europe/Berlin',
      language: 'eng',
    },
    people: [
      {
        ...person,
        speakerId: '1',
        name: 'Anna Berg',
        email: 'anna@lumen.example',
        side: 'ours',
        isHost: true,
      },
      {
        ...person,
        speakerId: '2',
        name: 'Maya Lindqvist',
        email: 'maya@northwind.example',
        side: 'theirs',
        isHost: false,
      },
    ],
    sentences,
  }
}

async function peakMb(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

await runAlone(import.meta.url, longCall)
