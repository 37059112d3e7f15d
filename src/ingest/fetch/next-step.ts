import type { Connection } from '../../connections/connection.ts'
import type { Db } from '../../db/db.ts'
import { isReadingHistory } from '../backfill/run-row.ts'
import { chooseBatch, type Choice } from './choose-batch.ts'
import { readDue, type DueCall } from './due-calls.ts'

/** What the fetch loop does next for a connection, as far as its block allows. */
export async function nextStep(
  connection: Connection,
  inFlight: ReadonlyMap<string, DueCall>,
  now: Date,
  db: Db,
): Promise<Choice> {
  const isProbe =
    connection.blockCode !== null && connection.blockProbeAt !== null && now >= connection.blockProbeAt
  if (isProbe)
    return inFlight.size > 0 ? { do: 'nothing' } : probe(await readDue(connection, new Set(), now, db))
  // Without the scope for transcripts, details can still be read; the other blocks stop everything.
  if (connection.blockCode !== null && connection.blockCode !== 'forbidden') return { do: 'nothing' }
  // Asked first: the last page of an import commits its calls and that nothing more comes, together.
  const moreHistoryUnderWay = await isReadingHistory(connection, now, db)
  const due = await readDue(connection, new Set(inFlight.keys()), now, db)
  const allowed =
    connection.blockCode === 'forbidden' ? due.filter((call) => call.waitsFor === 'details') : due
  const moreDetailsUnderWay = [...inFlight.values()].some((call) => call.waitsFor === 'details')
  return chooseBatch(allowed, moreDetailsUnderWay, now, moreHistoryUnderWay)
}

/** One call finds out whether a block is over: by its transcript, since that asks for every right we need. */
function probe(due: DueCall[]): Choice {
  const call = due.find((each) => each.waitsFor === 'transcript') ?? due[0]
  return call ? { do: 'ask', batch: { ask: call.waitsFor, lane: 'live', calls: [call] } } : { do: 'nothing' }
}
