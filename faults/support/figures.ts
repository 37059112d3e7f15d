import { percentile, type Figure } from '../../bench/support/figures.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Offence, RoundReport } from './findings.ts'

const NOTHING_FOUND =
  '0 lost, 0 given up, 0 duplicates, 0 half done, 0 refused for pace, ≤ 3 a second, 503 + Retry-After'

/** All rounds of a kind in one line of the table. */
export function figureOf(kind: Kind, rounds: RoundReport[]): Figure {
  const found = (offence: Offence): number =>
    rounds.flatMap(({ findings }) => findings).filter((each) => each.offence === offence).length
  const sum = (of: (round: RoundReport) => number): number =>
    rounds.reduce((total, round) => total + of(round), 0)
  const healed = rounds.map(({ healedMs }) => healedMs / 1000)
  const numbers = {
    rounds: rounds.length,
    failedRounds: rounds.filter(({ findings }) => findings.length > 0).length,
    acknowledged: sum((round) => round.acknowledged),
    lost: found('lost'),
    givenUp: found('given up'),
    duplicates: found('duplicate'),
    halfDone: found('half done'),
    refused: sum((round) => round.refused),
    mostInAnySecond: Math.max(0, ...rounds.map((round) => round.mostInAnySecond)),
    turnedAway: sum((round) => round.turnedAway),
    wrongAnswers: found('answer'),
    broken: sum((round) => round.broken),
    endedByThemselves: found('ended'),
    notHealed: found('not healed'),
    healedP50S: percentile(healed, 0.5),
    healedMostS: Math.max(0, ...healed),
  }
  return {
    program: 'faults',
    what: `${kind.title}: ${rounds.length} rounds`,
    measured:
      `${numbers.acknowledged} events, ${numbers.lost} lost, ${numbers.givenUp} given up, ${numbers.duplicates} duplicates, ${numbers.halfDone} half done, ` +
      `${numbers.refused} refused, most ${numbers.mostInAnySecond} a second, ${numbers.turnedAway} turned away, ` +
      `healed in ${numbers.healedP50S.toFixed(1)} s, at most ${numbers.healedMostS.toFixed(1)} s`,
    bar: NOTHING_FOUND,
    isMet: numbers.failedRounds === 0,
    numbers,
  }
}

/** What could not be done here is said, never made up. */
export function figureOfSkipped(kind: Kind, why: string): Figure {
  return {
    program: 'faults',
    what: kind.title,
    measured: `skipped: ${why}`,
    bar: NOTHING_FOUND,
    isMet: null,
    numbers: {},
  }
}
