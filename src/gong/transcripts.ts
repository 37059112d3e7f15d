import type { Ask } from './ask.ts'
import { bulk } from './bulk.ts'
import type { Gong } from './gong.ts'
import { readPage } from './parse-each.ts'
import { GongTranscript } from './schemas.ts'

/** Transcripts by call id. Gong leaves out the calls whose transcript is not ready. */
export function transcriptOperations(ask: Ask): Pick<Gong, 'transcripts'> {
  return {
    transcripts: (session, callIds) =>
      bulk(callIds, async (ids, cursor) => {
        const body = await ask(session, {
          operation: 'transcripts',
          method: 'POST',
          path: '/v2/calls/transcript',
          body: () => ({ filter: { callIds: ids() }, ...(cursor ? { cursor } : {}) }),
          isList: true,
        })
        return readPage(body, 'callTranscripts', GongTranscript, (transcript) => transcript['callId'])
      }),
  }
}
