import { z } from 'zod'
import { startChild } from './child.ts'

/** What senders saw who send as fast as they are answered, in milliseconds. */
const Shot = z.object({ perSecond: z.number(), p50: z.number(), p99: z.number(), errors: z.number() })
export type Shot = z.infer<typeof Shot>

/** Sends signed events over so many connections: for some seconds, or one for each call of a JSON file. */
export async function shoot(
  url: string,
  token: string,
  connections: number,
  load: { seconds: number } | { callsFile: string },
): Promise<Shot> {
  const what = 'seconds' in load ? String(load.seconds) : load.callsFile
  const child = await startChild('bench/support/shoot.ts', [url, token, String(connections), what], {
    env: {},
    until: /^shot /,
  })
  return Shot.parse(JSON.parse(child.readyLine.slice('shot '.length)))
}
