import { pino, type Logger } from 'pino'

/** The log of a short command: its sentences as plain lines beside the output, without time or level. */
export function commandLog(): Logger {
  return pino(
    { level: 'info' },
    { write: (line: string) => void process.stderr.write(`${sentence(line)}\n`) },
  )
}

function sentence(line: string): string {
  const entry: unknown = JSON.parse(line)
  return typeof entry === 'object' && entry !== null && 'msg' in entry ? String(entry.msg) : line.trim()
}
