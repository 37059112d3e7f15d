import { RelativeTime } from '../parts/RelativeTime.tsx'
import { StateBadge } from '../parts/StateBadge.tsx'
import type { Look } from '../parts/state.ts'
import css from './Health.module.css'
import type { Health } from './query.ts'
import { Section } from './Section.tsx'
import { bytes, duration, number } from './words.ts'

/** Sections that are a line of figures. */

export function Allowance({ budget }: { budget: Health['budget'] }) {
  return (
    <Section title="Allowance">
      <p>
        This second {budget.usedThisSecond} of {budget.perSecond} · last 24 hours {number(budget.usedToday)}{' '}
        of {number(budget.perDay)} ·{' '}
        {budget.pausedUntil ? (
          <>
            <strong>paused</strong> by Gong until <RelativeTime at={budget.pausedUntil} as="clock" />
          </>
        ) : (
          'not paused'
        )}
      </p>
    </Section>
  )
}

const NAMES: Record<Health['capabilities'][number]['name'], string> = {
  token: 'Access',
  list: 'List of calls',
  details: 'Details',
  transcript: 'Transcripts',
  users: 'Users',
  webhook: 'Events',
  subscription: 'Subscription',
}

const WORKS: Look = { shape: 'check', tone: 'good', word: 'works' }
const FAILS: Look = { shape: 'cross', tone: 'bad', word: 'fails' }

export function Capabilities({ capabilities }: { capabilities: Health['capabilities'] }) {
  return (
    <Section title="Last seen to work">
      {capabilities.length === 0 && <p className={css['quiet']}>Nothing was asked of Gong yet.</p>}
      <ul className={css['capabilities']}>
        {capabilities.map((each) => (
          <li key={each.name}>
            <span>{NAMES[each.name]}</span> <StateBadge look={each.failure === null ? WORKS : FAILS} />{' '}
            <span className={css['quiet']}>
              {each.workedAt ? <RelativeTime at={each.workedAt} /> : 'never yet'}
              {each.failure !== null && ` · ${each.failure}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function Timings({ timings }: { timings: Health['timings'] }) {
  return (
    <Section title="Timings">
      {timings.calls === 0 ? (
        <p className={css['quiet']}>No call was announced and followed up in the last seven days.</p>
      ) : (
        <p>
          Gong: half within {duration(timings.gong.p50Ms)}, 95 % within {duration(timings.gong.p95Ms)} · us:
          half within {duration(timings.ours.p50Ms)}, 95 % within {duration(timings.ours.p95Ms)}{' '}
          <span className={css['quiet']}>
            ({timings.calls === 1 ? '1 call' : `${number(timings.calls)} calls`} in seven days)
          </span>
        </p>
      )}
    </Section>
  )
}

export function Machine({ health }: { health: Health }) {
  const { database, disk } = health
  return (
    <Section title="Database and version">
      <p>
        {database.kind === 'embedded' ? 'Embedded PostgreSQL' : 'PostgreSQL'} {database.version},{' '}
        {bytes(database.bytes)}
        {disk && ` · disk ${bytes(disk.freeBytes)} free of ${bytes(disk.totalBytes)}`} · FastFollow{' '}
        {health.version} · Node {health.node}
      </p>
    </Section>
  )
}
