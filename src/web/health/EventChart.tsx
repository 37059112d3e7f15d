import { calendarDay } from '../parts/time.ts'
import css from './Health.module.css'
import type { Health } from './query.ts'

const [WIDTH, HEIGHT, GAP] = [20, 44, 4]

/** Events a day as small bars; what no event announced stands on top, hatched. The figures are read out as a list. */
export function EventChart({ days }: { days: Health['events']['days'] }) {
  const most = Math.max(1, ...days.map((day) => day.announced + day.found))
  return (
    <figure className={css['chart']}>
      <svg viewBox={`0 0 ${days.length * (WIDTH + GAP)} ${HEIGHT}`} aria-hidden="true">
        {days.map((day, place) => {
          const announced = (day.announced / most) * (HEIGHT - 2)
          const found = (day.found / most) * (HEIGHT - 2)
          const x = place * (WIDTH + GAP)
          return (
            <g key={day.day}>
              <title>{wordsOf(day)}</title>
              <rect className={css['base']} x={x} y={HEIGHT - 1} width={WIDTH} height={1} />
              <rect
                className={css['announced']}
                x={x}
                y={HEIGHT - 1 - announced}
                width={WIDTH}
                height={announced}
              />
              <rect
                className={css['found']}
                x={x}
                y={HEIGHT - 1 - announced - found}
                width={WIDTH}
                height={found}
              />
            </g>
          )
        })}
      </svg>
      <div className={css['days']} aria-hidden="true">
        <span>{days[0] && calendarDay(days[0].day)}</span>
        <span>most {most} a day</span>
        <span>today</span>
      </div>
      <figcaption className="sr-only">
        Events a day:{' '}
        {days
          .filter((day) => day.announced + day.found > 0)
          .map(wordsOf)
          .join('; ') || 'none in two weeks'}
      </figcaption>
    </figure>
  )
}

function wordsOf(day: Health['events']['days'][number]): string {
  return `${calendarDay(day.day)}: ${day.announced} announced${day.found > 0 ? `, ${day.found} found by comparing` : ''}`
}
