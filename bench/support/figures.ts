import { pathToFileURL } from 'node:url'

/** One thing measured. */
export interface Figure {
  program: string
  what: string
  measured: string
  /** What we promise, in words; null = only measured. */
  bar: string | null
  isMet: boolean | null
  /** The numbers behind it, for the JSON. */
  numbers: Record<string, number>
}

export type Program = () => Promise<Figure[]>

export function printTable(figures: Figure[]): void {
  const rows = figures.map(({ what, measured, bar, isMet }) => [
    what,
    measured,
    bar ?? '',
    isMet === null ? '' : isMet ? 'yes' : 'NO',
  ])
  const all = [['what', 'measured', 'bar', 'met'], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]!.length)))
  const line = (row: string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  const [head, ...body] = all
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  process.stdout.write(`${[line(head!), rule, ...body.map(line)].join('\n')}\n`)
}

/** Runs a program when its file is the one that was started, so that each is also a command of its own. */
export async function runAlone(moduleUrl: string, program: Program): Promise<void> {
  if (moduleUrl === pathToFileURL(process.argv[1] ?? '').href) printTable(await program())
}

/** Of numbers in any order, the one below which this share lies. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
