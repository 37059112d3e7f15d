import type { GongConnection } from '../api/types.ts'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { StateBadge } from '../parts/StateBadge.tsx'
import type { Look } from '../parts/state.ts'
import css from './Health.module.css'
import type { Health } from './query.ts'
import { Section } from './Section.tsx'
import { bytes, duration, number } from './words.ts'

/** Sections that are a line of figures. */

export function Allowance({ budget, waiting }: { budget: Health['budget']; waiting: number }) {
  return (
    <Section title="Allowance">
      <p>
        This second {budget.usedThisSecond} of {budget.perSecond} · last 24 hours {number(budget.usedToday)}{' '}
        of {number(budget.perDay)} ·{' '}
        {budget.pausedUntil ? (
          <>
            <strong>paused</strong> by Gong until <RelativeTime at={budget.pausedUntil} as="clock" />
            {waiting > 0 && `, ${waiting === 1 ? 'one call waits' : `${number(waiting)} calls wait`}`}
          </>
        ) : (
          'not paused'
        )}
      </p>
    </Section>
  )
}

type Capability = Health['capabilities'][number]

const NAMES: Record<Capability['name'], string> = {
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
const UNTRIED: Look = { shape: 'ring', tone: 'quiet', word: 'not used yet' }
const NOT_OFFERED: Look = { shape: 'dash', tone: 'quiet', word: 'not offered by this Gong' }

/** Each as it was last measured, all seven: what was never used says so. */
export function Capabilities(props: { capabilities: Capability[]; connection: GongConnection }) {
  return (
    <Section title="Last seen to work">
      <ul className={css['capabilities']}>
        {namesOf(NAMES).map((name) => (
          <CapabilityLine
            key={name}
            name={name}
            measured={props.capabilities.find((each) => each.name === name)}
            isOffered={name !== 'subscription' || props.connection.subscription?.state !== 'not_offered'}
          />
        ))}
      </ul>
    </Section>
  )
}

function CapabilityLine(props: {
  name: Capability['name']
  measured: Capability | undefined
  isOffered: boolean
}) {
  const { name, measured, isOffered } = props
  const failure = measured?.failure ?? null
  const look = !isOffered ? NOT_OFFERED : measured === undefined ? UNTRIED : failure === null ? WORKS : FAILS
  return (
    <li>
      <span>{NAMES[name]}</span> <StateBadge look={look} />{' '}
      <span className={css['quiet']}>
        {failure !== null && 'last worked '}
        {isOffered && measured?.workedAt && <RelativeTime at={measured.workedAt} />}
        {failure !== null && measured?.workedAt === null && 'never'}
        {failure !== null && ` · ${failure}`}
      </span>
    </li>
  )
}

const namesOf = <Name extends string>(record: Record<Name, string>): Name[] => Object.keys(record) as Name[]

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
