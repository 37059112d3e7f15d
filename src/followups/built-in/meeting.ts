import type { CallDay, SaidDate } from '../dates/said-date.ts'
import type { FoundMeeting } from './found.ts'
import type { Line } from './talk.ts'

/** What a language must tell about the talk on when to meet next. */
export interface MeetingTongue {
  /** Words that open such a talk. */
  cue: RegExp
  /** A day in such a sentence belongs to something else: a promise, a deadline, a past event. */
  elsewhere: RegExp
  /** A day in such a sentence is refused. */
  no: RegExp
  /** What kind of meeting it is, as group 1. */
  kind: RegExp
  /** A weekday alone, as group 1: after "Tuesday in two weeks", "Tuesday" is the same one. */
  weekday: RegExp
  bare: RegExp
  notThis: RegExp
  dates: (text: string, today: CallDay) => SaidDate[]
  time: (text: string) => string | null
  asks: (text: string) => boolean
  agreedBy: (at: number, lines: Line[]) => Line | null
  phrase: (meeting: {
    date: string | null
    weekOf: string | null
    time: string | null
    kind: string | null
  }) => string
}

interface Proposal {
  date: SaidDate
  time: string | null
  lines: Line[]
  kind: string | null
}

/**
 * The next meeting as it was finally agreed. People find a date in fragments ("Tuesday?" "Half past eleven?" "Good."),
 * so what is said within a few sentences of a cue is read as one negotiation; refused days fall out, the last agreed
 * one stands.
 */
export function nextMeeting(lines: Line[], today: CallDay, tongue: MeetingTongue): FoundMeeting | null {
  let agreed = null as Proposal | null
  let open = null as Proposal | null
  let cueAt = Number.NEGATIVE_INFINITY
  let kind: string | null = null
  for (const [at, line] of lines.entries()) {
    if (line.isPrivate || line.isOrder) continue
    const cue = tongue.cue.test(line.text)
    if (cue) {
      if (at - cueAt > 12) open = kind = null
      kind = tongue.kind.exec(line.text)?.[1]?.toLowerCase() ?? kind
      cueAt = at
    }
    if (at - cueAt > 7) continue
    const date = tongue.dates(line.text, today).findLast(({ words }) => !tongue.notThis.test(words))
    const time = tongue.time(line.text)
    if (tongue.no.test(line.text)) {
      if (date && open && (open.date.date === date.date || sameDay(open.date, date, tongue))) open = null
      continue
    }
    if (tongue.elsewhere.test(line.text) && !cue) continue
    if (date && (date.date !== null || (date.weekOf !== null && cue)))
      open = withDate(open, date, time, line, kind, tongue)
    else if (
      time &&
      open &&
      line.text.split(/\s+/).length <= 8 &&
      lines.indexOf(open.lines.at(-1)!) >= at - 2
    )
      open = { ...open, time, lines: [...open.lines, line] }
    else continue
    cueAt = at
    const asks = tongue.asks(line.text)
    const reply = asks ? tongue.agreedBy(at, lines) : null
    if (!asks) agreed = open
    else if (reply && !tongue.no.test(reply.text)) agreed = { ...open, lines: [...open.lines, reply] }
  }
  if (!agreed) return null
  const { date, lines: said } = agreed
  const time = date.date ? agreed.time : null
  return {
    lines: said.slice(-8),
    text: tongue.phrase({ date: date.date, weekOf: date.weekOf, time, kind: agreed.kind }),
    date: date.date,
    time,
    words: date.words,
  }
}

function withDate(
  open: Proposal | null,
  date: SaidDate,
  time: string | null,
  line: Line,
  kind: string | null,
  tongue: MeetingTongue,
): Proposal {
  const same = open !== null && (open.date.date === date.date || sameDay(open.date, date, tongue))
  return open !== null && same
    ? { ...open, time: time ?? open.time, lines: [...open.lines, line] }
    : { date, time, lines: [line], kind }
}

const sameDay = (a: SaidDate, b: SaidDate, { bare, weekday }: MeetingTongue): boolean => {
  const [one, two] = [weekday.exec(a.words)?.[1]?.toLowerCase(), weekday.exec(b.words)?.[1]?.toLowerCase()]
  return bare.test(b.words) && one !== undefined && one === two
}
