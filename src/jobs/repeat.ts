import type { Logger } from 'pino'

/** Runs `task` again and again, `everyMs` after it ended: never twice at a time. A failure is logged and changes nothing. */
export function repeat(
  name: string,
  everyMs: number,
  task: () => Promise<void>,
  log: Logger,
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let running = Promise.resolve()
  const run = async (): Promise<void> => {
    try {
      await task()
    } catch (error) {
      if (!isStopped) log.error({ err: error, task: name }, 'a repeated task failed')
    }
    if (!isStopped) timer = setTimeout(start, everyMs)
  }
  const start = (): void => {
    running = run()
  }
  start()
  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
