import { callScript, us } from './casting.ts'
import type { CallScript } from './company-shapes.ts'
import { historyCustomer, historyCustomers } from './history-cast.ts'
import * as parts from './history-parts.ts'
import type { HistoryFacts } from './history-parts.ts'
import { dialogueSeconds } from './timing.ts'

type Random = () => number

const hosts = ['rep', 'colleague', 'rep', 'csm', 'rep', 'colleague'] as const
const INTERNAL_SHARE = 0.08
const PRIVATE_SHARE = 0.02
// Even the longest exchange is only some minutes of talk; people also wait, look things up and go quiet.
const MOST_SILENCE = 0.12
// Until everybody has found the room, in seconds.
const LONGEST_WAIT_S = 90

/**
 * Call number `n` of a history: put together from parts, cheap, the same for the same `n` and the same randomness,
 * different for every `n`. `random` gives numbers from 0 up to 1. Names are placeholders until `scriptsFor`.
 */
export function historyScript(n: number, random: Random): CallScript {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const { company, lead, peer } = historyCustomer(Math.floor(n * 7 + random() * historyCustomers))
  const facts: HistoryFacts = {
    company,
    leadFirst: lead.name.split(' ')[0]!,
    peerFirst: peer.name.split(' ')[0]!,
    hostFirst: '',
    reference: 20_000 + n,
    vehicles: 12 + Math.floor(random() * 260),
    stops: 150 + 10 * Math.floor(random() * 220),
    weekday: pick(parts.weekdays),
    hour: pick(parts.hours),
    dueOurs: pick(parts.dueWords),
    dueTheirs: pick(parts.dueWords),
  }
  const internal = random() < INTERNAL_SHARE
  const isPrivate = random() < PRIVATE_SHARE
  const hostKey = internal ? 'manager' : pick(hosts)
  facts.hostFirst = `{${hostKey}First}`
  const kind = internal ? 'internal' : pick(Object.keys(parts.matters))
  const mateKey = internal ? pick(['rep', 'colleague']) : kind === 'onboarding' ? 'onboarding' : 'se'
  const ours = { host: us(hostKey), mate: us(mateKey) }
  const script = callScript({
    key: `history-${n}`,
    title: internal ? `Deal review: ${company}` : `${company}: ${kind}`,
    kind,
    language: 'eng',
    scope: internal ? 'Internal' : 'External',
    isPrivate,
    durationS: 0,
    customer: internal ? null : company,
    hostKey,
    cast: internal ? ours : { ...ours, lead, peer },
    talk: internal ? internalTalk(facts, pick) : customerTalk(kind, facts, pick, random),
  })
  const [firstTurn] = script.turns
  if (firstTurn) firstTurn.pauseBeforeS = 20 + Math.floor(random() * (LONGEST_WAIT_S - 20))
  return { ...script, durationS: Math.round(dialogueSeconds(script) * (1 + random() * MOST_SILENCE)) }
}

function internalTalk(facts: HistoryFacts, pick: <T>(list: readonly T[]) => T): string {
  return [pick(parts.internalTalks), pick(parts.internalMatters)].map((part) => part(facts)).join('\n')
}

function customerTalk(
  kind: string,
  facts: HistoryFacts,
  pick: <T>(list: readonly T[]) => T,
  random: Random,
): string {
  const first = Math.floor(random() * parts.promises.length)
  const second = (first + 1 + Math.floor(random() * (parts.promises.length - 1))) % parts.promises.length
  const topics = shuffled(parts.topics, random).slice(0, 2 + Math.floor(random() * 2))
  return [
    pick(parts.openings),
    pick(parts.smallTalk),
    ...shuffled(parts.matters[kind]!, random).slice(0, 2),
    ...topics.slice(0, 1),
    parts.promises[first]!,
    ...topics.slice(1),
    parts.promises[second]!,
    pick(parts.questions),
    pick(parts.endings),
  ]
    .map((part) => part(facts))
    .join('\n')
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((value) => ({ value, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value)
}
