import { Button, Popover, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ChevronIcon } from '../parts/icons.tsx'
import { calendarDay, dayKey } from '../parts/time.ts'
import css from './CallFilters.module.css'

interface Props {
  from: string | undefined
  to: string | undefined
  onChange: (range: { from: string | undefined; to: string | undefined }) => void
}

const PRESETS = [
  { label: 'Today', days: 0 },
  { label: 'Last 7 days', days: 6 },
  { label: 'Last 30 days', days: 29 },
  { label: 'Last 90 days', days: 89 },
]

/** A filter by day: a usual span, or any two days. */
export function DateFilter({ from, to, onChange }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="compact-sm"
          className={css['trigger']}
          data-set={from !== undefined || to !== undefined || undefined}
          rightSection={<ChevronIcon size={12} />}
          onClick={() => setOpen(!open)}
        >
          {nameOf(from, to)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Dates">
        <div className={css['dates']}>
          <div className={css['presets']}>
            {PRESETS.map(({ label, days }) => (
              <Button
                key={label}
                variant="subtle"
                color="gray"
                size="compact-sm"
                justify="flex-start"
                onClick={() => {
                  onChange({ from: daysAgo(days), to: undefined })
                  setOpen(false)
                }}
              >
                {label}
              </Button>
            ))}
          </div>
          <TextInput
            type="date"
            size="xs"
            label="From"
            value={from ?? ''}
            max={to}
            onChange={(event) => onChange({ from: event.currentTarget.value || undefined, to })}
          />
          <TextInput
            type="date"
            size="xs"
            label="To"
            value={to ?? ''}
            min={from}
            onChange={(event) => onChange({ from, to: event.currentTarget.value || undefined })}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function nameOf(from: string | undefined, to: string | undefined): string {
  const preset = PRESETS.find(({ days }) => from === daysAgo(days))
  if (preset && !to) return preset.label
  if (from && to) return from === to ? calendarDay(from) : `${calendarDay(from)} – ${calendarDay(to)}`
  if (from) return `Since ${calendarDay(from)}`
  return to ? `Until ${calendarDay(to)}` : 'Dates'
}

function daysAgo(days: number): string {
  const date = new Date()
  date.setDate(date.getDate() - days)
  return dayKey(date.toISOString())
}
