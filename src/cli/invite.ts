import { parseArgs } from 'node:util'
import * as z from 'zod'
import { createInvite, firstWorkspace } from '../accounts/invite.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { OpenDb } from '../db/open.ts'
import { StartError } from '../db/start-error.ts'
import { onlyArgument } from './arguments.ts'
import { UsageError } from './usage-error.ts'
import { withCurrentDatabase } from './with-database.ts'

const Role = z.enum(['owner', 'admin', 'member'])

/** `fastfollow invite EMAIL`: prints a one-time link to join the workspace, or to choose a new password. */
export async function run(args: string[]): Promise<void> {
  const { email, role } = read(args)
  const invite = await withCurrentDatabase((open, config) => inviteBy(open, config, email, role))
  const until = new Date(invite.expiresAt).toUTCString()
  const purpose = invite.purpose === 'join' ? 'join' : 'choose a new password'
  process.stdout.write(`${invite.email} can ${purpose} here, once, until ${until}:\n${invite.link}\n`)
}

function read(args: string[]): { email: string; role: z.infer<typeof Role> } {
  const { values, positionals } = parse(args)
  const email = onlyArgument(positionals, 'EMAIL')
  const role = Role.safeParse(values.role ?? 'member')
  if (!z.email().safeParse(email).success) throw new UsageError(`"${email}" is not an e-mail address.`)
  if (!role.success)
    throw new UsageError(`"${values.role}" is no role: there are ${Role.options.join(', ')}.`)
  return { email, role: role.data }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { role: { type: 'string' } } })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

async function inviteBy({ db }: OpenDb, { publicUrl }: Config, email: string, role: z.infer<typeof Role>) {
  const workspace = await firstWorkspace(db)
  if (!workspace)
    throw new StartError(`There is no workspace yet: start FastFollow and set it up at ${publicUrl}/setup.`)
  return createInvite({ db, clock: systemClock, publicUrl }, workspace.id, { email, role, by: null })
}
