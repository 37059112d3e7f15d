import { z } from 'zod'

const cites = z.array(z.int()).describe('numbers of the transcript sentences on which this rests')

/** What we ask a model for. It names sentences by number only; times and speakers are filled in by us. */
export const Answer = z.object({
  language: z.string().describe('BCP-47 language in which the meeting was held, such as "en"'),
  subject: z.string(),
  courtesy: z.object({
    greeting: z.string(),
    thanks: z.string(),
    ourStepsHeading: z.string(),
    yourStepsHeading: z.string(),
    openQuestionsHeading: z.string(),
    decisionsHeading: z.string(),
    closing: z.string(),
    signOff: z.string(),
  }),
  recap: z.array(z.object({ text: z.string(), cites })),
  promises: z.array(
    z.object({
      side: z.enum(['ours', 'theirs']),
      owner: z.string().nullable().describe('the name or role that was said, null when nobody was named'),
      task: z.string().describe('what is to be done, without owner and date: "send you the security sheet"'),
      sentence: z.string().describe('the whole promise as a sentence of the mail'),
      dueWords: z
        .string()
        .nullable()
        .describe('the words of the transcript from which a date follows, verbatim, or null'),
      dueDate: z.string().nullable().describe('YYYY-MM-DD, or null when the words name no single day'),
      cites,
    }),
  ),
  questions: z.array(z.object({ text: z.string(), askedBy: z.enum(['ours', 'theirs', 'unknown']), cites })),
  decisions: z.array(z.object({ text: z.string(), cites })),
  nextMeeting: z
    .object({
      text: z.string(),
      date: z.string().nullable(),
      time: z.string().nullable(),
      words: z.string().nullable(),
      cites,
    })
    .nullable(),
  notes: z.array(z.object({ text: z.string(), cites })).describe('for our own side only, never in the mail'),
})
export type Answer = z.infer<typeof Answer>
