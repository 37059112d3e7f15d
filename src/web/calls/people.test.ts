import { expect, test } from 'vitest'
import type { Party } from '../api/types.ts'
import { peopleOf } from './people.ts'

const person = (name: string | null, side: Party['side'], attended = true): Party => ({
  name,
  email: null,
  title: null,
  company: null,
  side,
  attended,
  isHost: false,
})

test.each<[string, Party[]]>([
  [
    'Ada, Ben → 3 guests',
    [
      person('Ada L', 'ours'),
      person('Ben I', 'ours'),
      ...'xyz'.split('').map((name) => person(name, 'theirs')),
    ],
  ],
  ['Cleo → Maya', [person('Cleo M', 'ours'), person('Maya P', 'theirs')]],
  [
    'Ada +2 → 1 guest',
    [person('Ada', 'ours'), person('Ben', 'ours'), person('Cy', 'ours'), person(null, 'theirs')],
  ],
  ['Ada, Ben · internal', [person('Ada', 'ours'), person('Ben', 'ours')]],
  ['Ada → Maya', [person('Ada', 'ours'), person('Maya', 'theirs'), person('Invited Only', 'theirs', false)]],
])('who met whom: %s', (words, parties) => {
  expect(peopleOf({ parties, host: null })).toBe(words)
})

test('a call whose people are not known yet names its host', () => {
  expect(peopleOf({ parties: [], host: 'Ada Lovelace' })).toBe('Ada')
})
