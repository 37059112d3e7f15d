import { UsageError } from './usage-error.ts'

/** Runs one command with what follows its name; throws what stops it. */
export type Command = (args: string[]) => Promise<void>

interface Entry {
  name: string
  arguments?: string
  summary: string
  /** Loaded when asked for: `backup` need not load what `serve` needs. */
  load: () => Promise<{ run: Command }>
}

const COMMANDS: Entry[] = [
  { name: 'serve', summary: 'web and jobs in one process', load: () => import('./serve.ts') },
  {
    name: 'web',
    summary: 'the pages and the API alone (needs DATABASE_URL)',
    load: () => import('./web.ts'),
  },
  { name: 'worker', summary: 'the jobs alone (needs DATABASE_URL)', load: () => import('./worker.ts') },
  { name: 'migrate', summary: 'bring the database up to date and stop', load: () => import('./migrate.ts') },
  { name: 'simulator', summary: 'a Gong to try with', load: () => import('./simulator.ts') },
  {
    name: 'invite',
    arguments: 'EMAIL [--role owner|admin|member]',
    summary: 'a one-time link to join, or to choose a new password',
    load: () => import('./invite.ts'),
  },
  {
    name: 'backup',
    arguments: 'FILE',
    summary: 'save everything, also while running',
    load: () => import('./backup.ts'),
  },
  {
    name: 'restore',
    arguments: 'FILE',
    summary: 'read a backup into an empty database',
    load: () => import('./restore.ts'),
  },
  { name: 'doctor', summary: 'check what the product needs', load: () => import('./doctor.ts') },
  {
    name: 'rotate-secret',
    summary: 'seal stored secrets with a new SECRET_KEY',
    load: () => import('./rotate-secret.ts'),
  },
]

/** @throws UsageError when there is no such command. */
export async function findCommand(name: string | undefined): Promise<Command> {
  if (name === 'help' || name === '--help' || name === '-h')
    return async () => void process.stdout.write(usage())
  if (name === undefined) throw new UsageError('Which command?')
  const entry = COMMANDS.find((each) => each.name === name)
  if (!entry) throw new UsageError(`There is no command "${name}".`)
  return (await entry.load()).run
}

export function usage(): string {
  const calls = COMMANDS.map(
    (entry) => [`${entry.name} ${entry.arguments ?? ''}`.trim(), entry.summary] as const,
  )
  const width = Math.max(...calls.map(([call]) => call.length))
  const lines = calls.map(([call, summary]) => `  fastfollow ${call.padEnd(width)}  ${summary}`)
  return ['Usage:', ...lines, '', 'Settings come from the environment; .env.example lists them.', ''].join(
    '\n',
  )
}
