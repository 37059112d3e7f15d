import type { FollowUpContent } from './follow-up-shapes.ts'

/** By which words a call is found through its follow-up. */
export function textToFind({ subject, sentences, items, questions, decisions }: FollowUpContent): string {
  const texts = [...sentences, ...items, ...questions, ...decisions].map(({ text }) => text)
  return [subject, ...texts].join('\n')
}
