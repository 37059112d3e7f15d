import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { CallSummary } from '../api/types.ts'
import { CrossIcon } from '../parts/icons.tsx'
import { tabClass, Tabs } from '../parts/Tabs.tsx'
import css from './CallFilters.module.css'
import { ChoiceFilter } from './ChoiceFilter.tsx'
import { DateFilter } from './DateFilter.tsx'
import { isFiltered, TABS, type CallsSearch, type Tab } from './search.ts'

const LABELS: Record<Tab, string> = {
  all: 'All',
  mine: 'Mine',
  review: 'To review',
  waiting: 'Waiting',
  skipped: 'Skipped',
}

/** Which calls are shown: a view of the list, and what narrows it. */
export function CallFilters({ search, calls }: { search: CallsSearch; calls: CallSummary[] }) {
  const navigate = useNavigate({ from: '/calls' })
  const narrow = (change: Partial<Record<keyof CallsSearch, string | undefined>>): void =>
    void navigate({ search: (before) => tidy({ ...before, ...change }), replace: true })
  const { companies, people } = useChoices(calls)

  return (
    <div className={css['bar']}>
      <Tabs label="Which calls">
        {TABS.map((tab) => (
          <Link
            key={tab}
            to="/calls"
            search={(before) => tidy({ ...before, tab: tab === 'all' ? undefined : tab })}
            className={tabClass}
            activeProps={{}}
            aria-current={(search.tab ?? 'all') === tab ? 'page' : undefined}
          >
            {LABELS[tab]}
          </Link>
        ))}
      </Tabs>
      <div className={css['filters']} role="group" aria-label="Narrow the list">
        <ChoiceFilter
          label="Company"
          choices={companies}
          value={search.company}
          onChange={(company) => narrow({ company })}
        />
        <ChoiceFilter
          label="People"
          choices={people}
          value={search.host}
          onChange={(host) => narrow({ host })}
        />
        <DateFilter from={search.from} to={search.to} onChange={narrow} />
        {isFiltered(search) && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<CrossIcon size={12} />}
            onClick={() =>
              narrow({ q: undefined, company: undefined, host: undefined, from: undefined, to: undefined })
            }
          >
            Clear
          </Button>
        )}
      </div>
    </div>
  )
}

/** The companies and hosts of the calls that are loaded; others can be typed. */
function useChoices(calls: CallSummary[]) {
  return useMemo(() => {
    const sorted = (values: (string | null)[]) =>
      [...new Set(values.filter((value): value is string => Boolean(value)))].sort((a, b) =>
        a.localeCompare(b),
      )
    return {
      companies: sorted(calls.map((call) => call.company)),
      people: sorted(calls.map((call) => call.host)),
    }
  }, [calls])
}

function tidy(search: Partial<Record<keyof CallsSearch, string | undefined>>): CallsSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value))
}
