import { chance } from '../ids.ts'

/** Is this call among those that the fault `oddRecords` spoils? Always the same ones for the same share. */
export function isOdd(callId: string, share: number): boolean {
  return share > 0 && chance('odd record', callId) < share
}

/** A record whose id can be read and whose rest is of the wrong kind, as no documentation promises it. */
export const oddMetaData = { title: ['odd'], started: 1_800_000_000, duration: '1810', isPrivate: 'no' }
export const oddTranscript = [{ speakerId: 17, topic: null, sentences: 'none' }]
