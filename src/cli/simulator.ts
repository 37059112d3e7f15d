import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { loadConfig, readEnvironment } from '../config.ts'
import { startSimulator } from '../simulator/server.ts'
import { noArguments } from './arguments.ts'
import { commandLog } from './command-log.ts'
import { stopSignal } from './stop-signal.ts'

/** `fastfollow simulator`: the Gong simulator alone, until it is stopped. */
export async function run(args: string[]): Promise<void> {
  noArguments(args)
  // Listening before we say that we are ready: who reads that may stop us at once.
  const stopped = stopSignal()
  const { simulator, host } = loadConfig(readEnvironment())
  await mkdir(dirname(simulator.state), { recursive: true })
  const running = await startSimulator({
    port: simulator.port,
    host,
    stateFile: simulator.state,
    log: commandLog(),
  })
  process.stdout.write(`The Gong simulator is ready at ${running.url}\n`)
  await stopped
  await running.stop()
}
