import { clock } from './clock.ts'
import { cut } from './cut.ts'
import { disk } from './disk.ts'
import { gong, paused } from './gong.ts'
import { hang } from './hang.ts'
import { kill } from './kill.ts'
import type { Kind } from './kind.ts'
import { readOnly } from './read-only.ts'
import { restart } from './restart.ts'

/** All ways to hurt the product, in the order in which they are done. */
export const KINDS: Kind[] = [kill, restart, readOnly, hang, disk, cut, gong, paused, clock]
