import { expect, test } from 'vitest'
import { suggestedRecipients } from './parties.ts'
import type { Person } from './writer.ts'

test('who could be added is found without comparing everybody with everybody', () => {
  const GUESTS = 2000
  let looks = 0
  const person = (email: string, side: Person['side']): Person => ({
    speakerId: null,
    name: null,
    get email() {
      looks += 1
      return email
    },
    title: null,
    get side() {
      looks += 1
      return side
    },
    attended: false,
    isHost: false,
  })
  const people = [
    person('anna@lumen.example', 'ours'),
    ...Array.from({ length: GUESTS }, (_, i) => person(`guest${i}@webinar${i}.example`, 'unknown')),
    person('colleague@lumen.example', 'unknown'),
  ]
  const suggested = suggestedRecipients(people)
  expect(suggested).toHaveLength(100)
  expect(looks).toBeLessThan(GUESTS * 20)
  expect(suggestedRecipients(people.slice(-1).concat(people[0]!))).toEqual([])
})
