import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../support/random.ts'

/** A moment of load before anything is hurt. */
export const warmUp = (random: Random): Promise<void> => sleep(random.between(300, 1_200))
