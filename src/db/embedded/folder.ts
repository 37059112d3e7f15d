import { closeSync, openSync } from 'node:fs'
import { StartError } from '../start-error.ts'
import { FOLDER_DESCRIPTOR } from './leash.ts'
import { canReach, type Account } from './system-account.ts'

/** How a program of another account gets at a folder. */
export interface ReachableFolder extends Disposable {
  path: string
  descriptor: number | undefined
}

/**
 * A checkout of root's often lies below a folder that only root may enter (`/root`, or one made by `mktemp -d`), and
 * Postgres runs as somebody else. Then we open the database folder and hand it down as a descriptor, which the
 * program names `/proc/self/fd/…`: the data stays where the user put it and no permission of theirs is changed.
 */
export function reach(folder: string, account: Account): ReachableFolder {
  if (canReach(folder, account)) return { path: folder, descriptor: undefined, [Symbol.dispose]: () => {} }
  if (process.platform !== 'linux')
    throw new StartError(
      `The user that runs the database can't reach ${folder}: start FastFollow as an ordinary user, or set DATA_DIR to a folder that every user may enter.`,
    )
  const descriptor = openSync(folder, 'r')
  return {
    path: `/proc/self/fd/${FOLDER_DESCRIPTOR}`,
    descriptor,
    [Symbol.dispose]: () => closeSync(descriptor),
  }
}
