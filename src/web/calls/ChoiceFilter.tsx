import { Button, Combobox, useCombobox } from '@mantine/core'
import { useState } from 'react'
import { ChevronIcon } from '../parts/icons.tsx'
import css from './CallFilters.module.css'

interface Props {
  label: string
  choices: string[]
  value: string | undefined
  onChange: (value: string | undefined) => void
}

/** As many as fit without scrolling; a letter or two narrows the rest. */
const MOST_SHOWN = 9

/** A filter by one value: choose from those at hand, or type another and press Enter. */
export function ChoiceFilter({ label, choices, value, onChange }: Props) {
  const [typed, setTyped] = useState('')
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      combobox.focusTarget()
      setTyped('')
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const words = typed.trim().toLowerCase()
  const fitting = choices.filter((choice) => choice.toLowerCase().includes(words)).slice(0, MOST_SHOWN)
  const isNew = words !== '' && !fitting.some((choice) => choice.toLowerCase() === words)

  return (
    <Combobox
      store={combobox}
      width={240}
      position="bottom-end"
      withinPortal={false}
      shadow="md"
      onOptionSubmit={(chosen) => {
        onChange(chosen === value ? undefined : chosen)
        combobox.closeDropdown()
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <Button
          variant="default"
          size="compact-sm"
          className={css['trigger']}
          data-set={value !== undefined || undefined}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          rightSection={<ChevronIcon size={12} />}
          onClick={() => combobox.toggleDropdown()}
        >
          {value ? `${label}: ${value}` : label}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label={`Find ${label.toLowerCase()}`}
          placeholder="Find or type"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            combobox.selectFirstOption()
          }}
        />
        <Combobox.Options aria-label={label}>
          {fitting.map((choice) => (
            <Combobox.Option key={choice} value={choice} active={choice === value}>
              {choice}
            </Combobox.Option>
          ))}
          {isNew && <Combobox.Option value={typed.trim()}>“{typed.trim()}”</Combobox.Option>}
          {fitting.length === 0 && !isNew && <Combobox.Empty>Nothing to choose yet</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
