import { describe, expect, test } from 'vitest'
import { checkGrounding } from '../grounding/check.ts'
import { mailText } from '../mail-text.ts'
import { customerCalls, inputOf } from '../../../test/support/company-calls.ts'
import { writeFollowUp } from './write-follow-up.ts'

const LANGUAGES: Record<string, string> = { eng: 'en', ger: 'de', jpn: 'ja' }
// Nothing is promised on this one: the right follow-up is short and says so.
const NOTHING_PROMISED = 'fairhaven-introduction'

describe.each(customerCalls.map((script) => [script.key, script] as const))('%s', (key, script) => {
  test('gets a mail that a rep would send after light editing', async () => {
    const input = inputOf(script)
    const content = checkGrounding(await writeFollowUp(input), input)
    const text = mailText(content)

    expect(content.language).toBe(LANGUAGES[script.language])
    expect(content.to.length).toBeGreaterThan(0)
    expect(content.subject).toContain(script.title)
    expect(text).not.toMatch(script.language === 'eng' ? /undefined|null|\bum\b|\[|…/ : /undefined|null|\[|…/)
    expect(
      content.sentences.filter((sentence) => sentence.kind === 'unsupported').length,
    ).toBeLessThanOrEqual(content.sentences.length * 0.02)
    if (key === NOTHING_PROMISED) return void expect(content.items).toEqual([])
    expect(content.items.filter((item) => item.side === 'ours').length).toBeGreaterThanOrEqual(1)
    expect(content.items.filter((item) => item.side === 'theirs').length).toBeGreaterThanOrEqual(1)
    expect(
      content.sentences.filter((sentence) => sentence.kind === 'grounded').length,
    ).toBeGreaterThanOrEqual(3)
  })
})

test('the dates that were agreed are found to the day', async () => {
  const meetings = new Map(
    await Promise.all(
      customerCalls.map(
        async (script) => [script.key, (await writeFollowUp(inputOf(script))).nextMeeting] as const,
      ),
    ),
  )
  expect(meetings.get('northwind-discovery')).toMatchObject({ date: '2026-12-08', time: '11:30' })
  expect(meetings.get('northwind-demo')).toMatchObject({ date: '2026-12-04', time: '10:00' })
  expect(meetings.get('northwind-negotiation')).toMatchObject({ date: '2026-12-02', time: '15:00' })
  expect(meetings.get('hartwell-pricing')).toMatchObject({ date: '2026-12-01', time: '16:15' })
  expect(meetings.get('havelland-erstgespraech')).toMatchObject({ date: '2026-12-02', time: '11:00' })
  expect(meetings.get('aoba-demo')).toMatchObject({ date: '2026-12-09', time: '14:00' })
})

/** Share of a mail's words that stand in runs of five or more words exactly as somebody said them. */
function verbatim(mail: string, said: string[]): { same: number; words: number } {
  const RUN = 5
  const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []
  const runsOf = (words: string[]) => words.slice(RUN - 1).map((_, i) => words.slice(i, i + RUN).join(' '))
  const known = new Set(said.flatMap((text) => runsOf(wordsOf(text))))
  const words = wordsOf(mail)
  const same = new Set<number>()
  runsOf(words).forEach((run, at) => {
    if (known.has(run)) for (let i = at; i < at + RUN; i++) same.add(i)
  })
  return { same: same.size, words: words.length }
}

test('mails speak in their own voice: at most 40 % of their words are verbatim from the call', async () => {
  const shares = []
  for (const script of customerCalls) {
    const input = inputOf(script)
    const mail = mailText(checkGrounding(await writeFollowUp(input), input))
    shares.push(
      verbatim(
        mail,
        input.sentences.map((sentence) => sentence.text),
      ),
    )
  }
  const [same, words] = [shares.map((one) => one.same), shares.map((one) => one.words)].map((list) =>
    list.reduce((sum, one) => sum + one, 0),
  ) as [number, number]
  expect(same / words).toBeLessThanOrEqual(0.4)
  for (const share of shares) expect(share.same / share.words).toBeLessThanOrEqual(0.5)
})

test('no line of a mail leans on words that only the call explains', async () => {
  for (const script of customerCalls.filter(({ language }) => language === 'eng')) {
    const input = inputOf(script)
    const { sentences } = await writeFollowUp(input)
    const bullets = sentences.filter(({ placement }) => placement === 'bullet').map(({ text }) => text)
    for (const text of bullets)
      expect(text).not.toMatch(/\bwill \w+ (?:it|that|this|them|those|both|him|her)\b(?! \w+s\b)/)
  }
})
