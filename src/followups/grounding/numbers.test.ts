import { expect, test } from 'vitest'
import { numbersIn } from './numbers.ts'

test.each([
  ['a hundred and twenty vans', [120]],
  ['nineteen thousand customers, fourteen shops', [19_000, 14]],
  ['a thousand and one', [1001]],
  ['eighteen hundred a night', [1800]],
  ['two hundred and ten thousand pounds', [210_000]],
  ['thirty-eight forty a month', [38, 40]],
  ['1,800 drops, 84% and 2.5', [1800, 84, 2.5]],
  ['einhundertzwanzig Fahrzeuge, dreitausendachthundert Euro', [120, 3800]],
  ['三十九万四千四百円', [394_400]],
  ['one of them has a van', []],
])('%s', (text, values) => expect(numbersIn(text)).toEqual(values))
