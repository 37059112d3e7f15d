import { pino } from 'pino'
import { expect, test } from 'vitest'
import { startFakeModel } from '../../test/support/fake-model.ts'
import { call, stored } from '../../test/support/spoken-call.ts'
import { createWriter } from './writers.ts'

const log = pino({ level: 'silent' })

test('what a model invents is marked before anybody gets it', async () => {
  await using model = await startFakeModel([
    {
      content: {
        language: 'en',
        subject: 'Our call',
        courtesy: {
          greeting: 'Hi,',
          thanks: 'Thanks.',
          ourStepsHeading: 'We:',
          yourStepsHeading: 'You:',
          openQuestionsHeading: 'Open:',
          decisionsHeading: 'Settled:',
          closing: 'Bye.',
          signOff: 'Best,',
        },
        recap: [{ text: 'The price is 900 euros.', cites: [0] }],
        promises: [],
        questions: [],
        decisions: [],
        nextMeeting: null,
        notes: [],
      },
    },
  ])
  const writer = createWriter(
    { model: 'openai-compatible/fake', baseUrl: model.baseUrl, apiKey: 'key-of-the-configuration' },
    { log },
  )
  const { sentences } = await writer.write(
    stored(call('maya: We need SSO.\nben: Good.')),
    new AbortController().signal,
  )
  expect(sentences.find(({ text }) => text.includes('900'))).toMatchObject({ kind: 'unsupported' })
  expect(model.keys).toEqual(['key-of-the-configuration'])
  await writer.close()
})

test.each(['gpt', 'nobody/gpt', 'openai/', 'openai-compatible/fake'])(
  '%s alone names no writer, and the start says why',
  (model) => expect(() => createWriter({ model }, { log })).toThrow(/FOLLOWUP_/),
)
