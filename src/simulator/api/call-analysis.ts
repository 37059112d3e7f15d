import type { CallContent } from '../contents.ts'
import { idOf } from '../ids.ts'
import type { Monologue } from '../transcripts.ts'

/** The `content` block: what Gong's analysis says of a call, counted from its words. */
export function contentBlock(content: CallContent, wanted: ReadonlySet<string>): object {
  const monologues = content.monologues()
  const topics = secondsByTopic(monologues)
  const block: Record<string, () => unknown> = {
    structure: () => topics,
    topics: () => topics,
    trackers: () => topics.map((topic) => trackerOf(topic.name, monologues)),
    brief: () => briefOf(content),
    outline: () => outlineOf(monologues),
    highlights: () => [],
    callOutcome: () => null,
    keyPoints: () => [],
    pointsOfInterest: () => ({ actionItems: [] }),
  }
  return Object.fromEntries(
    Object.entries(block).flatMap(([name, make]) => (wanted.has(name) ? [[name, make()]] : [])),
  )
}

/** The `interaction` block: who talked how much. */
export function interactionBlock(content: CallContent, wanted: ReadonlySet<string>): object {
  const monologues = content.monologues()
  const speakers = content.parties.flatMap((party) => {
    if (party.speakerId === null) return []
    const own = monologues.filter((monologue) => monologue.speakerId === party.speakerId)
    return [{ id: party.speakerId, userId: party.userId, talkTime: sum(own.map(secondsOf)), own, party }]
  })
  const questionsOf = (ours: boolean) =>
    sum(
      speakers
        .filter(({ party }) => (party.affiliation === 'Internal') === ours)
        .flatMap(({ own }) =>
          own.map((monologue) => monologue.sentences.filter(({ text }) => /[?？]\s*$/u.test(text)).length),
        ),
    )
  const talked = sum(speakers.map(({ talkTime }) => talkTime))
  const oursTalked = sum(
    speakers.filter(({ party }) => party.affiliation === 'Internal').map((one) => one.talkTime),
  )
  return {
    ...(wanted.has('speakers') && {
      speakers: speakers.map(({ id, userId, talkTime }) => ({
        id,
        userId,
        talkTime: Math.round(talkTime * 10) / 10,
      })),
    }),
    ...(wanted.has('personInteractionStats') && {
      interactionStats: [
        { name: 'Talk Ratio', value: talked === 0 ? 0 : Math.round((oursTalked / talked) * 100) / 100 },
        { name: 'Longest Monologue', value: Math.round(Math.max(0, ...monologues.map(secondsOf))) },
      ],
    }),
    ...(wanted.has('video') && { video: [] }),
    ...(wanted.has('questions') && {
      questions: { companyCount: questionsOf(true), nonCompanyCount: questionsOf(false) },
    }),
  }
}

function secondsByTopic(monologues: Monologue[]): { name: string; duration: number }[] {
  const seconds = new Map<string, number>()
  for (const monologue of monologues)
    if (monologue.topic !== null)
      seconds.set(monologue.topic, (seconds.get(monologue.topic) ?? 0) + secondsOf(monologue))
  return [...seconds].map(([name, duration]) => ({ name, duration: Math.round(duration) }))
}

function trackerOf(name: string, monologues: Monologue[]): object {
  const said = monologues.filter((monologue) => monologue.topic === name)
  return {
    id: idOf('tracker', name),
    name,
    count: said.length,
    type: 'KEYWORD',
    occurrences: said.map((monologue) => ({
      startTime: startOf(monologue) / 1000,
      speakerId: monologue.speakerId,
    })),
    phrases: [],
  }
}

function outlineOf(monologues: Monologue[]): object[] {
  return monologues
    .filter(
      (monologue, place) => monologue.topic !== null && monologue.topic !== monologues[place - 1]?.topic,
    )
    .map((monologue) => ({
      section: monologue.topic,
      startTime: startOf(monologue) / 1000,
      duration: Math.round(secondsOf(monologue)),
      items: [],
    }))
}

function briefOf(content: CallContent): string {
  const people = content.parties.filter((party) => party.speakerId !== null).map((party) => party.name)
  return `${people.join(', ')} talked for ${Math.round(content.durationS / 60)} minutes: ${content.title}.`
}

function startOf(monologue: Monologue): number {
  return monologue.sentences[0]?.start ?? 0
}

function secondsOf(monologue: Monologue): number {
  return ((monologue.sentences.at(-1)?.end ?? 0) - startOf(monologue)) / 1000
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
