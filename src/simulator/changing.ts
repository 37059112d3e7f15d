import { randomUUID } from 'node:crypto'
import type { Call, Company } from './companies.ts'
import { ControlError } from './errors.ts'
import { giveContent } from './given-calls.ts'
import type { GivenTranscript } from './given-calls.ts'
import type { ContentChange } from './state.ts'

/** What Gong may change about a call afterwards: somebody makes it private, or it is analysed again. */
export interface CallChange extends Pick<ContentChange, 'title' | 'isPrivate' | 'scope' | 'language'> {
  transcript?: GivenTranscript
}

/** Throws ControlError for an unknown call, and for one of the history, which is made from numbers. */
export function changeCall(company: Company, id: string, { transcript, ...change }: CallChange): Call {
  const call = knownCall(company, id)
  if (!call.finished)
    throw new ControlError('Only a call that was finished here can be changed, not one of the history.', 409)
  Object.assign(call.finished.change, change)
  if (transcript) {
    const before = company.content(call)
    const parties = before.parties.map(({ name, ...party }) => ({ ...party, name: name ?? 'Somebody' }))
    const contentId = randomUUID()
    company.state.contents[contentId] = giveContent(company, { ...before, parties }, transcript)
    call.finished.content = contentId
  }
  return call
}

/** The call is gone, as if an admin had deleted it in Gong. Throws ControlError for an unknown one. */
export function deleteCall(company: Company, id: string): void {
  company.remove(knownCall(company, id))
}

function knownCall(company: Company, id: string): Call {
  const call = company.call(id)
  if (!call) throw new ControlError(`There is no call ${id}.`, 404)
  return call
}
