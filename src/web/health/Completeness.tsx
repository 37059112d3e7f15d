import { Button } from '@mantine/core'
import { useGongAction } from '../integrations/useGongAction.ts'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import css from './Health.module.css'
import type { Health } from './query.ts'
import { Section } from './Section.tsx'
import { Table } from './Table.tsx'
import { number, sumInWords } from './words.ts'

const TIERS = { short: 'the last hours', wide: 'the last days', all: 'everything' }

/** Where every known call is, and what comparing with Gong's list left over: nothing, or something is wrong. */
export function Completeness({ health }: { health: Health }) {
  const { completeness } = health
  const compare = useGongAction('reconcile')
  const last = completeness.comparisons[0]
  const difference = completeness.difference + (last?.difference ?? 0)
  return (
    <Section
      title="Completeness"
      actions={
        <Button size="xs" variant="default" loading={compare.isPending} onClick={() => compare.mutate({})}>
          Compare now
        </Button>
      }
    >
      <p>
        {sumInWords(completeness)} · <strong>difference {number(difference)}</strong>
      </p>
      {last ? (
        <p className={css['quiet']}>
          Gong’s list was compared <RelativeTime at={last.at} /> ({TIERS[last.tier]}): {number(last.listed)}{' '}
          in Gong, {number(last.found)} found, {number(last.difference)} missing now.
        </p>
      ) : (
        <p className={css['quiet']}>Gong’s list was not compared yet.</p>
      )}
      {completeness.comparisons.length > 1 && <Comparisons comparisons={completeness.comparisons} />}
    </Section>
  )
}

function Comparisons({ comparisons }: { comparisons: Health['completeness']['comparisons'] }) {
  return (
    <details className={css['more']}>
      <summary>Last comparisons</summary>
      <Table
        name="Last comparisons"
        heads={['When', 'Window', 'In Gong', 'Found', 'Missing after', 'Deleted']}
        rows={comparisons.map((each) => ({
          key: `${each.at} ${each.from}`,
          cells: {
            When: <RelativeTime at={each.at} />,
            Window: TIERS[each.tier],
            'In Gong': number(each.listed),
            Found: number(each.found),
            'Missing after': number(each.difference),
            Deleted: number(each.erased),
          },
        }))}
      />
    </details>
  )
}
