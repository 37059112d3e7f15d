import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { startChild } from './child.ts'

/** One event to one address, which is signed with that address's token. */
const ShotEvent = z.object({ path: z.string(), token: z.string(), callId: z.string() })
export type ShotEvent = z.infer<typeof ShotEvent>

/** What is sent, over so many connections, each as fast as it is answered. */
export const ShotPlan = z.object({
  url: z.string(),
  connections: z.int(),
  load: z.union([
    z.object({ seconds: z.number(), token: z.string() }),
    z.object({ events: z.array(ShotEvent) }),
  ]),
})
export type ShotPlan = z.infer<typeof ShotPlan>

/** What the senders saw, in milliseconds. */
const Shot = z.object({ perSecond: z.number(), p50: z.number(), p99: z.number(), errors: z.number() })
export type Shot = z.infer<typeof Shot>

/** Sends signed events for some seconds to one address, of calls that Gong does not have. */
export function shoot(
  url: string,
  token: string,
  connections: number,
  { seconds }: { seconds: number },
): Promise<Shot> {
  return carryOut({ url, connections, load: { seconds, token } })
}

/** Sends these events, each once. */
export function shootEach(url: string, events: ShotEvent[], connections: number): Promise<Shot> {
  return carryOut({ url, connections, load: { events } })
}

async function carryOut(plan: ShotPlan): Promise<Shot> {
  const folder = await mkdtemp(join(tmpdir(), 'fastfollow-shots-'))
  try {
    const file = join(folder, 'plan.json')
    await writeFile(file, JSON.stringify(plan))
    const child = await startChild('bench/support/shoot.ts', [file], { env: {}, until: /^shot / })
    return Shot.parse(JSON.parse(child.readyLine.slice('shot '.length)))
  } finally {
    await rm(folder, { recursive: true })
  }
}
