import { callScripts, companyPeople, scriptsFor, timedTurns } from '../../src/simulator/company/company.ts'
import type { CallScript } from '../../src/simulator/company/company.ts'
import type { WriterInput } from '../../src/followups/writer.ts'

const SIDES = { Internal: 'ours', External: 'theirs', Unknown: 'unknown' } as const

/** A call of the simulated company as a writer gets it. */
export function inputOf(script: CallScript): WriterInput {
  const host = companyPeople().find((user) => user.key === script.hostKey)!
  const people = script.parties.map((party) => ({
    speakerId: script.turns.some((turn) => turn.speaker === party.name) ? party.name : null,
    name: party.name,
    email: party.email,
    title: party.title,
    side: SIDES[party.affiliation],
    attended: party.attended,
    isHost: party.name === host.name,
  }))
  const sentences = timedTurns(script).flatMap((turn) =>
    turn.sentences.map((sentence) => ({
      ...sentence,
      speaker: turn.speaker,
      speakerId: turn.speaker,
      side: people.find((person) => person.name === turn.speaker)!.side,
    })),
  )
  return {
    call: {
      title: script.title,
      startedAt: '2026-11-23T09:00:00.000Z',
      durationS: script.durationS,
      timeZone: 'Europe/Berlin',
      language: script.language,
    },
    people,
    sentences: sentences.map((sentence, index) => ({ index, ...sentence })),
  }
}

/** The calls that deserve a follow-up: with a customer, and not private. */
export const customerCalls = scriptsFor(companyPeople(), callScripts).filter(
  (script) => script.scope === 'External' && !script.isPrivate,
)
