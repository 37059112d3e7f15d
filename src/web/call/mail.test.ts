import { describe, expect, test } from 'vitest'
import type { MailSentence } from '../api/types.ts'
import { fromText, layOut, mailtoOf, toHtml, toText } from './mail.ts'

const cited = [{ sentence: 4, startMs: 1000, endMs: 2000, speaker: 'Maya' }]
function sentence(text: string, part: Partial<MailSentence> = {}): MailSentence {
  return { text, kind: 'grounded', placement: 'continues', evidence: cited, hint: null, ...part }
}
const mail = [
  sentence('Hi Maya,', { kind: 'courtesy', placement: 'paragraph', evidence: [] }),
  sentence('You need SSO before the rollout.', { placement: 'paragraph' }),
  sentence('Ben sends you the security sheet by Thursday.'),
  sentence('Next steps:', { kind: 'courtesy', placement: 'paragraph', evidence: [] }),
  sentence('Ben sends the sheet.', { placement: 'bullet' }),
  sentence('Maya sends the list of users.', { placement: 'bullet' }),
  sentence('Best regards,', { kind: 'courtesy', placement: 'paragraph', evidence: [] }),
  sentence('Ada', { kind: 'courtesy', placement: 'line', evidence: [] }),
]
const TEXT = `Hi Maya,

You need SSO before the rollout. Ben sends you the security sheet by Thursday.

Next steps:

- Ben sends the sheet.
- Maya sends the list of users.

Best regards,
Ada`

test('sentences are laid out as paragraphs, lines and points', () => {
  expect(layOut(mail).map((block) => block.kind)).toEqual([
    'paragraph',
    'paragraph',
    'paragraph',
    'list',
    'paragraph',
  ])
  expect(toText(mail, 'en')).toBe(TEXT)
})

test('a sentence behind a list begins a paragraph, as in the text that the server sends', () => {
  const blocks = layOut([sentence('One.', { placement: 'bullet' }), sentence('After.')])
  expect(blocks.map((block) => block.kind)).toEqual(['list', 'paragraph'])
})

test('Japanese sentences follow each other without a space', () => {
  expect(toText([sentence('はい。', { placement: 'paragraph' }), sentence('送ります。')], 'ja')).toBe(
    'はい。送ります。',
  )
})

describe('a freely edited mail', () => {
  test('that was not changed is the same mail', () => {
    expect(fromText(TEXT, mail, 'en')).toEqual(mail)
  })

  test('keeps kind and evidence of the sentences that stand as they stood', () => {
    const after = fromText(TEXT.replace('Hi Maya,', 'Hello Maya,'), mail, 'en')
    expect(after[0]).toMatchObject({ text: 'Hello Maya,', kind: 'yours', placement: 'paragraph' })
    expect(after.slice(1)).toEqual(mail.slice(1))
  })

  test('makes a corrected sentence the person’s own, on the evidence it had', () => {
    const after = fromText(TEXT.replace('before the rollout', 'before your rollout in May'), mail, 'en')
    expect(after[1]).toMatchObject({
      text: 'You need SSO before your rollout in May.',
      kind: 'yours',
      evidence: cited,
    })
  })

  test('splits what was added into sentences that rest on nothing', () => {
    const after = fromText(`${TEXT}\n\nPS: The coffee was great. See you soon!`, mail, 'en')
    expect(after.slice(mail.length)).toEqual([
      sentence('PS: The coffee was great.', { kind: 'yours', placement: 'paragraph', evidence: [] }),
      sentence('See you soon!', { kind: 'yours', evidence: [] }),
    ])
  })

  test('loses nothing when a sentence stands twice', () => {
    const twice = [sentence('Thanks.', { placement: 'paragraph' }), sentence('Thanks.')]
    expect(fromText('Thanks. Thanks.', twice, 'en')).toEqual(twice)
  })

  test('may become empty', () => {
    expect(fromText('  \n\n ', mail, 'en')).toEqual([])
  })
})

test('HTML for a mail program carries the layout and escapes what was said', () => {
  expect(toHtml('Hi <b>Maya</b> & Tom,\n\nNext steps:\n\n- One\n- "Two"\n\nBest,\nAda')).toBe(
    '<p>Hi &lt;b&gt;Maya&lt;/b&gt; &amp; Tom,</p><p>Next steps:</p><ul><li>One</li><li>&quot;Two&quot;</li></ul><p>Best,<br>Ada</p>',
  )
})

test('a link for the mail program can not be broken by what stands in the mail', () => {
  const link = mailtoOf({
    to: [{ email: 'a&b@x.example' }],
    subject: '50 % & more?',
    mailText: 'Hi\nyou&cc=evil@x.example',
  })
  expect(new URL(link).searchParams.get('subject')).toBe('50 % & more?')
  expect(new URL(link).searchParams.get('cc')).toBeNull()
  expect(link).toContain('Hi%0D%0Ayou')
})
