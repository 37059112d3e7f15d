import { expect, test } from 'vitest'
import { filterOf, readCallsSearch } from './search.ts'

test('an address says which calls are shown', () => {
  expect(readCallsSearch({ tab: 'mine', q: 'sso', company: 'Northwind', other: 'x' })).toEqual({
    tab: 'mine',
    q: 'sso',
    company: 'Northwind',
  })
  expect(readCallsSearch({ q: 42 })).toEqual({ q: '42' })
})

test('what an address must not say is left out', () => {
  expect(readCallsSearch({ tab: 'everything', from: 'yesterday', to: '2026-13-45', q: '' })).toEqual({})
})

test('both days of a span are included, in the zone of the reader', () => {
  const { from, to } = filterOf({ from: '2026-11-23', to: '2026-11-23' })
  expect(new Date(from ?? '')).toEqual(new Date(2026, 10, 23))
  expect(new Date(to ?? '')).toEqual(new Date(2026, 10, 23, 23, 59, 59, 999))
})

test('the tabs become the server’s states', () => {
  expect(filterOf({ tab: 'review' })).toMatchObject({ state: 'review', mine: undefined })
  expect(filterOf({ tab: 'mine' })).toMatchObject({ state: undefined, mine: true })
})
