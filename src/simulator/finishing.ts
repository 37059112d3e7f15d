import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Call, Company } from './companies.ts'
import { ControlError } from './errors.ts'
import { giveContent } from './given-calls.ts'
import type { GivenTranscript } from './given-calls.ts'
import { chance, newGongId } from './ids.ts'
import type { ContentChange, FinishedCall, GivenParty } from './state.ts'

/** How calls are to be finished; all of it may be left out. Times in ISO 8601, durations in seconds. */
export interface FinishOptions {
  count?: number
  /** A written call's key. Without it and without a transcript: the next one in turn. */
  script?: string
  title?: string
  parties?: GivenParty[]
  transcript?: GivenTranscript
  startedAt?: Date
  durationS?: number
  isPrivate?: boolean
  scope?: string
  language?: string
  /** How much later than now the list, `extensive` and `transcript` know the call. */
  listDelayS?: number
  detailDelayS?: number
  transcriptDelayS?: number
}

/**
 * Lets calls be over and analysed now, and returns them. Without `startedAt` they ended as long ago as Gong
 * ordinarily needs for its analysis (5 to 15 minutes), or as late as their script says.
 * Throws ControlError where the options make no sense.
 */
export function finishCalls(company: Company, options: FinishOptions, clock: Clock): Call[] {
  const now = clock.now().getTime()
  const given = options.transcript ? giveContent(company, options, options.transcript) : null
  const contentId = given && randomUUID()
  if (given && contentId) company.state.contents[contentId] = given
  const change = changeOf(options, given !== null)
  const finished = Array.from({ length: options.count ?? 1 }, (_, place): FinishedCall => {
    const script = given ? null : nextScript(company, options.script)
    const durationS = options.durationS ?? given?.durationS ?? script?.durationS ?? 0
    const id = newGongId()
    const waitedMs = ((script?.lateMinutes ?? 0) + 5 + Math.floor(chance('analysis', id) * 10)) * 60_000
    const startedMs = options.startedAt
      ? options.startedAt.getTime() + place * 1000
      : now - waitedMs - durationS * 1000
    return {
      id,
      script: script?.key ?? null,
      content: contentId,
      startedMs,
      listedMs: now + (options.listDelayS ?? 0) * 1000,
      detailsMs: now + (options.detailDelayS ?? 0) * 1000,
      transcriptMs: now + (options.transcriptDelayS ?? 0) * 1000,
      change,
      askedDetails: false,
      askedTranscript: false,
    }
  })
  company.addFinished(finished)
  return finished.flatMap((call) => company.call(call.id) ?? [])
}

function nextScript(company: Company, key: string | undefined) {
  if (key !== undefined) {
    const chosen = company.scripts.find((script) => script.key === key)
    if (!chosen)
      throw new ControlError(
        `There is no written call "${key}". Known: ${company.scripts.map((s) => s.key).join(', ')}.`,
      )
    return chosen
  }
  const next = company.scripts[company.state.nextScript % company.scripts.length]
  if (!next) throw new ControlError('The company has no written calls: give a transcript.')
  company.state.nextScript += 1
  return next
}

function changeOf(options: FinishOptions, hasContent: boolean): ContentChange {
  const { title, scope, language, isPrivate, durationS, parties } = options
  return {
    ...(title !== undefined && { title }),
    ...(scope !== undefined && { scope }),
    ...(language !== undefined && { language }),
    ...(isPrivate !== undefined && { isPrivate }),
    ...(durationS !== undefined && { durationS }),
    ...(parties !== undefined && !hasContent && { parties }),
  }
}
