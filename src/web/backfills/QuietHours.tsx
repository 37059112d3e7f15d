import { Chip, Group, Select, Stack, TextInput } from '@mantine/core'
import { hereZone } from './days.ts'
import { WEEKDAYS } from './words.ts'

/** When an import may work: from one time to another, on the chosen days, in a time zone. */
export interface Hours {
  from: string
  to: string
  timeZone: string
  /** 1 = Monday … 7 = Sunday: those on which the hours begin. */
  weekdays: number[]
}

export const usualHours = (): Hours => ({
  from: '22:00',
  to: '06:00',
  timeZone: hereZone(),
  weekdays: WEEKDAYS.map((_, index) => index + 1),
})

export const isComplete = ({ from, to, weekdays }: Hours): boolean =>
  from !== '' && to !== '' && weekdays.length > 0

export function QuietHours({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }) {
  return (
    <Stack gap="sm">
      <Group align="end" gap="sm">
        <TextInput
          type="time"
          label="From"
          value={hours.from}
          onChange={(event) => onChange({ ...hours, from: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label="To"
          value={hours.to}
          onChange={(event) => onChange({ ...hours, to: event.currentTarget.value })}
        />
        <Select
          label="Time zone"
          data={zones(hours.timeZone)}
          value={hours.timeZone}
          onChange={(timeZone) => timeZone && onChange({ ...hours, timeZone })}
          allowDeselect={false}
          searchable
        />
      </Group>
      <Chip.Group
        multiple
        value={hours.weekdays.map(String)}
        onChange={(days) => onChange({ ...hours, weekdays: days.map(Number).sort() })}
      >
        <Group gap="xs" role="group" aria-label="Nights that begin on">
          {WEEKDAYS.map((name, index) => (
            <Chip key={name} value={String(index + 1)} size="xs">
              {name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Stack>
  )
}

/** All that this browser knows; the reader's own may go by another name there (such as UTC). */
function zones(own: string): string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return known.includes(own) ? known : [own, ...known]
}
