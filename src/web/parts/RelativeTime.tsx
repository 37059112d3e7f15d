import { Tooltip } from '@mantine/core'
import { clock, exact, relative } from './time.ts'
import { useNow } from './useNow.ts'

interface Props {
  at: string
  /** The zone of the exact time; the reader's own when left out. */
  timeZone?: string
  /** `clock` shows "10:42" instead of "4 min ago". */
  as?: 'relative' | 'clock'
}

/** A moment in the reader's terms; the exact one, with its zone, on hover and for screen readers. */
export function RelativeTime({ at, timeZone, as = 'relative' }: Props) {
  const now = useNow()
  const whole = exact(at, timeZone)
  return (
    <Tooltip label={whole}>
      <time dateTime={at} aria-label={as === 'relative' ? `${relative(at, now)}, ${whole}` : whole}>
        {as === 'relative' ? relative(at, now) : clock(at, timeZone)}
      </time>
    </Tooltip>
  )
}
