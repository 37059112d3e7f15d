import { expect, test } from 'vitest'
import { englishDue } from './english-due.ts'
import { germanDue } from './german-dates.ts'
import { japaneseDue } from './japanese-dates.ts'
import { callDay } from './said-date.ts'

// Monday, 23 November 2026, ten in the morning in Berlin.
const monday = callDay('2026-11-23T09:00:00Z', 'Europe/Berlin')

test.each([
  ["I'll send it by Thursday", '2026-11-26'],
  ['next Friday', '2026-12-04'],
  ['this Friday', '2026-11-27'],
  ['by Thursday, no, Friday', '2026-11-27'],
  ['by the end of the quarter', '2026-12-31'],
  ['by end of next week', '2026-12-04'],
  ['in two weeks', '2026-12-07'],
  ['tomorrow before noon', '2026-11-24'],
  ['within five business days', '2026-11-30'],
  ['today or tomorrow', '2026-11-24'],
  ['on the 3rd of December', '2026-12-03'],
  ['the second Monday of next month', '2026-12-14'],
  ['a week from Thursday', '2026-12-03'],
  ['right after this call', '2026-11-23'],
  ['early next week', null],
  ['as soon as possible', null],
])('"%s" is due %s', (words, date) => expect(englishDue(words, monday)?.date).toBe(date))

test.each([
  'It took two weeks',
  'last Friday we met',
  'three days ago',
  'a two-week pilot',
  'about two hours',
  'May I ask',
])('"%s" names no day ahead', (words) => expect(englishDue(words, monday)).toBeNull())

test('the day is the one of the call where it was held, not of the server', () => {
  const friday = '2026-11-27T05:00:00Z'
  expect(englishDue('tomorrow', callDay(friday, 'America/Los_Angeles'))?.date).toBe('2026-11-27')
  expect(englishDue('tomorrow', callDay(friday, 'Asia/Tokyo'))?.date).toBe('2026-11-28')
  expect(englishDue('by Friday', callDay(friday, 'America/Los_Angeles'))?.date).toBe('2026-11-27')
  expect(englishDue('next Friday', callDay(friday, 'Europe/Berlin'))?.date).toBe('2026-12-04')
})

test.each([
  ['Das schicke ich Ihnen bis Donnerstag', '2026-11-26'],
  ['nächste Woche Mittwoch', '2026-12-02'],
  ['bis Ende des Quartals', '2026-12-31'],
  ['in zwei Wochen', '2026-12-07'],
  ['am 3. Dezember', '2026-12-03'],
  ['heute noch', '2026-11-23'],
])('German: "%s" is due %s', (words, date) => expect(germanDue(words, monday)?.date).toBe(date))

test.each([
  ['木曜日までにお送りします', '2026-11-26'],
  ['来週の火曜日までに', '2026-12-01'],
  ['再来週の水曜日', '2026-12-09'],
  ['今日中に', '2026-11-23'],
  ['十二月三日までに', '2026-12-03'],
])('Japanese: "%s" is due %s', (words, date) => expect(japaneseDue(words, monday)?.date).toBe(date))
