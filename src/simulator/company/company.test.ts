import { expect, test } from 'vitest'
import {
  callScripts,
  companyPeople,
  dialogueSeconds,
  historyScript,
  scriptsFor,
  timedTurns,
  type CallScript,
} from './company.ts'

const people = companyPeople()
const written = scriptsFor(people)
const byName = (scripts: CallScript[]) => scripts.map((script) => [script.key, script] as const)

const setupPerson = { name: 'Wilhelmina Q. Starling', email: 'wil@starling.example' }

function seeded(seed: number): () => number {
  let state = seed + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function words(script: CallScript): number {
  return script.turns.reduce((count, turn) => count + turn.text.split(/\s+/u).length, 0)
}

const shape = (script: CallScript) => [script.customer, script.parties, script.turns.map((turn) => turn.text)]

test('the written calls cover what a sales team does, in three languages', () => {
  expect(new Set(written.map((script) => script.key)).size).toBe(written.length)
  expect(new Set(written.map((script) => script.title)).size).toBe(written.length)
  expect(new Set(written.map((script) => script.language))).toEqual(new Set(['eng', 'ger', 'jpn']))
  expect(written.filter((script) => script.scope === 'Internal')).toHaveLength(1)
  expect(written.filter((script) => script.isPrivate)).toHaveLength(1)
  expect(written.filter((script) => script.lateMinutes > 0).length).toBeGreaterThanOrEqual(3)
  expect(written.filter((script) => script.customer === 'Northwind Grocers')).toHaveLength(3)
})

test('the longest call is an hour and a half of at least five thousand words', () => {
  const longest = written.toSorted((a, b) => b.durationS - a.durationS)[0]!
  expect(longest.durationS).toBe(90 * 60)
  expect(words(longest)).toBeGreaterThanOrEqual(5_000)
})

test.each(byName(written))('%s is spoken by people who are on the call', (_key, script) => {
  const names = script.parties.map((party) => party.name)
  expect(new Set(names).size, 'two parties share a whole name').toBe(names.length)
  const there = new Set(script.parties.filter((party) => party.attended).map((party) => party.name))
  for (const turn of script.turns) expect(there).toContain(turn.speaker)
  expect(script.parties.map((party) => party.userKey)).toContain(script.hostKey)
})

test.each(byName(written))('%s has at least two people on each side', (_key, script) => {
  const speakers = new Set(script.turns.map((turn) => turn.speaker))
  const side = (affiliation: string) =>
    script.parties.filter((party) => party.affiliation === affiliation && speakers.has(party.name))
  expect(side('Internal').length).toBeGreaterThanOrEqual(2)
  if (script.scope === 'External') expect(side('External').length).toBeGreaterThanOrEqual(2)
  else expect(script.parties.filter((party) => party.affiliation !== 'Internal')).toEqual([])
})

test.each(byName(written))('%s lasts as long as its words and silences take', (_key, script) => {
  const ratio = script.durationS / dialogueSeconds(script)
  expect(ratio).toBeGreaterThan(0.85)
  expect(ratio).toBeLessThan(1.15)
  expect(script.durationS).toBeGreaterThanOrEqual(5 * 60)
  expect(script.durationS).toBeLessThanOrEqual(90 * 60)
})

test.each(byName(written))('%s has sentences in order that lose no word', (_key, script) => {
  const timed = timedTurns(script)
  let before = 0
  for (const [index, turn] of timed.entries()) {
    const said = turn.sentences.map((sentence) => sentence.text).join(script.language === 'jpn' ? '' : ' ')
    expect(said).toBe(script.turns[index]!.text)
    for (const { startMs, endMs } of turn.sentences) {
      expect(startMs).toBeGreaterThanOrEqual(before)
      expect(endMs).toBeGreaterThan(startMs)
      before = endMs
    }
  }
  expect(before).toBeLessThanOrEqual(script.durationS * 1000)
})

test('customers live under names that can never be real', () => {
  for (const { email } of [...written.flatMap((script) => script.parties), ...people])
    if (email !== null) expect(email).toMatch(/@[a-z0-9-]+\.example$/)
})

test('no stage direction is ever spoken', () => {
  for (const { text } of written.flatMap((script) => script.turns)) expect(text).not.toMatch(/[[\]{}]/)
})

test('no absolute year and no leftover placeholder is ever spoken', () => {
  expect(JSON.stringify(written)).not.toMatch(/[{][a-zA-Z]+[}]/)
  for (const { text } of written.flatMap((script) => script.turns))
    expect(text).not.toMatch(/\b(19|20)\d\d\b/)
})

test('the set-up person takes the place of one rep everywhere', () => {
  const rep = people.find((user) => user.key === 'rep')!
  const theirs = companyPeople(setupPerson)
  const scripts = [
    ...scriptsFor(theirs),
    ...scriptsFor(
      theirs,
      Array.from({ length: 200 }, (_, n) => historyScript(n, seeded(n))),
    ),
  ]
  const text = JSON.stringify([theirs, scripts])
  expect(text).not.toMatch(/[{][a-zA-Z]+[}]/)
  expect(text).not.toMatch(new RegExp(rep.name.split(' ').join('|')))
  expect(text).not.toContain(rep.email)
  const said = scripts.flatMap((script) => script.turns).map((turn) => turn.text)
  expect(said.some((line) => line.includes('Wilhelmina'))).toBe(true)
  const hosted = scripts.filter((script) => script.hostKey === 'rep')
  expect(hosted.length).toBeGreaterThan(5)
  for (const script of hosted)
    expect(script.parties).toContainEqual(expect.objectContaining({ ...setupPerson, userKey: 'rep' }))
})

test('a set-up person without a name is called after their mailbox, and odd names are taken as they are', () => {
  expect(companyPeople({ name: ' ', email: 'kim@a.example' }).find((user) => user.key === 'rep')!.name).toBe(
    'kim',
  )
  const odd = scriptsFor(companyPeople({ name: '{manager} $& O', email: 'odd@a.example' }))
  expect(odd[0]!.parties[0]!.name).toBe('{manager} $& O')
  expect(odd[0]!.turns.some((turn) => turn.speaker === '{manager} $& O')).toBe(true)
})

test('a script that names a stranger is refused', () => {
  const withoutRep = people.filter((user) => user.key !== 'rep')
  expect(() => scriptsFor(withoutRep, callScripts)).toThrow(/not one of our people/)
})

test('everybody has a manager who is one of us', () => {
  const keys = new Set(people.map((user) => user.key))
  for (const { managerKey } of people) if (managerKey !== null) expect(keys).toContain(managerKey)
  expect(people.some((user) => !user.active)).toBe(true)
})

test('the history is the same for the same number and seed, and different for every number', () => {
  const calls = Array.from({ length: 400 }, (_, n) => historyScript(n, seeded(7)))
  const again = Array.from({ length: 400 }, (_, n) => historyScript(n, seeded(7)))
  expect(again).toEqual(calls)
  expect(new Set(calls.map((script) => JSON.stringify(shape(script)))).size).toBe(calls.length)
})

test('the history is plausible: people on both sides, lengths that fit the words', () => {
  const calls = scriptsFor(
    people,
    Array.from({ length: 400 }, (_, n) => historyScript(n, seeded(n))),
  )
  expect(calls.some((script) => script.scope === 'Internal')).toBe(true)
  expect(calls.some((script) => script.isPrivate)).toBe(true)
  expect(new Set(calls.map((script) => script.hostKey)).size).toBeGreaterThan(3)
  for (const script of calls) {
    expect(words(script)).toBeGreaterThanOrEqual(100)
    expect(words(script)).toBeLessThanOrEqual(400)
    const names = script.parties.map((party) => party.name)
    expect(new Set(names).size).toBe(names.length)
    for (const turn of script.turns) expect(names).toContain(turn.speaker)
    expect(Math.abs(script.durationS / dialogueSeconds(script) - 1)).toBeLessThan(0.15)
  }
})
