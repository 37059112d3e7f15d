import type { Person } from '../../writer.ts'
import { callName } from '../../parties.ts'
import type { SaidDate } from '../../dates/said-date.ts'
import type { Actor, EnglishCall } from './candidate.ts'
import { dueInMail } from './due-in-mail.ts'
import { voiceOf } from './voice.ts'

/** "Ben will send you the security sheet by Thursday, 26 November." */
export function sentenceFor(
  actor: Pick<Actor, 'owner' | 'side'>,
  task: string,
  due: SaidDate | null,
  call: Pick<EnglishCall, 'people' | 'today'>,
): string {
  return `${subjectFor(actor, call.people)} will ${task}${dueInMail(due, call.today)}.`
}

function subjectFor({ owner, side }: Pick<Actor, 'owner' | 'side'>, people: Person[]): string {
  if (owner === null) return side === 'ours' ? 'We' : 'You'
  if (typeof owner === 'string') {
    if (/^[A-Z]/.test(owner) && !/^(?:IT|HR|CFO|CTO|CEO|CISO|CIO|COO|VP|CSM|DPO)\b/.test(owner)) return owner
    return `${side === 'ours' ? 'Our' : 'Your'} ${/^(?:legal|finance|procurement|purchasing|security|it|engineering|product|support|marketing|hr|operations|accounting|compliance)$/i.test(owner) ? `${departmentName(owner)} team` : owner}`
  }
  const self = voiceOf(owner, side, people).self
  return self === 'you'
    ? 'You'
    : self === 'we'
      ? 'We'
      : self === 'I'
        ? 'I'
        : (callName(owner, people) ?? 'We')
}

const departmentName = (name: string): string => (/^(?:it|hr)$/i.test(name) ? name.toUpperCase() : name)
