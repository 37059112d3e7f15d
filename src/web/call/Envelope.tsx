import { Button, CloseButton, Popover, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Recipient } from '../api/types.ts'
import { PlusIcon } from '../parts/icons.tsx'
import { emailFault } from '../parts/faults.ts'
import { useDesk } from './Desk.tsx'
import { addRecipient, changeSubject, removeRecipient } from './edits.ts'
import css from './Envelope.module.css'

/** To whom, and about what. */
export function Envelope() {
  return (
    <dl className={css['envelope']}>
      <div className={css['line']}>
        <dt className={css['label']}>To</dt>
        <dd className={css['value']}>
          <Recipients />
        </dd>
      </div>
      <div className={css['line']}>
        <dt className={css['label']}>Subject</dt>
        <dd className={css['value']}>
          <Subject />
        </dd>
      </div>
    </dl>
  )
}

function Recipients() {
  const { call, followUp, desk, editable } = useDesk()
  const unreachable = call.parties.filter(
    (party) => party.side === 'theirs' && party.attended && !party.email && party.name,
  )
  return (
    <div className={css['people']}>
      {followUp.to.map((person) => (
        <span key={person.email} className={css['person']} title={person.email}>
          <span className={css['who']}>
            {person.name} <span className={person.name ? css['address'] : undefined}>{person.email}</span>
          </span>
          {editable && (
            <CloseButton
              size="xs"
              aria-label={`Take ${person.name ?? person.email} off`}
              onClick={() => desk.save(removeRecipient(person.email))}
            />
          )}
        </span>
      ))}
      {followUp.to.length === 0 && <span className={css['missing']}>No one yet</span>}
      {unreachable.length > 0 && (
        <span className={css['missing']}>
          {unreachable.map((party) => party.name).join(', ')} {unreachable.length === 1 ? 'has' : 'have'} no
          e-mail
        </span>
      )}
      {editable && <AddRecipient />}
    </div>
  )
}

function AddRecipient() {
  const { followUp, desk } = useDesk()
  const [open, setOpen] = useState(false)
  const [email, setEmail] = useState('')
  const [fault, setFault] = useState<string>()
  const known = new Set(followUp.to.map((person) => person.email.toLowerCase()))
  const offered = followUp.suggestedRecipients.filter((person) => !known.has(person.email.toLowerCase()))
  const add = (person: Recipient): void => {
    desk.save(addRecipient(person))
    setEmail('')
    setOpen(false)
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={300} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<PlusIcon size={13} />}
          onClick={() => setOpen(!open)}
        >
          Add
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Add a recipient">
        <form
          onSubmit={(event) => {
            event.preventDefault()
            const wrong = emailFault(email)
            setFault(wrong)
            if (!wrong) add({ name: null, email: email.trim() })
          }}
        >
          <Stack gap="xs">
            {offered.map((person) => (
              <UnstyledButton key={person.email} className={css['offered']} onClick={() => add(person)}>
                {person.name ?? person.email}
                {person.name && <span className={css['address']}>{person.email}</span>}
              </UnstyledButton>
            ))}
            <TextInput
              label="E-mail address"
              size="xs"
              type="email"
              data-autofocus
              value={email}
              error={fault}
              onChange={(event) => {
                setEmail(event.currentTarget.value)
                setFault(undefined)
              }}
            />
            <Button type="submit" size="xs">
              Add
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

function Subject() {
  const { followUp, editable, editing, edit } = useDesk()
  if (editing === 'subject') return <SubjectEditor />
  const words = followUp.subject || 'No subject'
  if (!editable) return <span className={css['subject']}>{words}</span>
  return (
    <UnstyledButton
      className={css['subject']}
      data-editable
      aria-label={`Subject: ${words}. Edit`}
      onClick={() => edit('subject')}
    >
      {words}
    </UnstyledButton>
  )
}

function SubjectEditor() {
  const { followUp, desk, edit } = useDesk()
  const [typed, setTyped] = useState(followUp.subject)
  const finished = useRef(false)
  const finish = (keep: boolean): void => {
    if (finished.current) return
    finished.current = true
    if (keep && typed.trim() !== followUp.subject) desk.save(changeSubject(typed.trim()))
    edit(null)
  }
  return (
    <TextInput
      aria-label="Subject"
      size="xs"
      autoFocus
      maxLength={300}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) finish(true)
        if (event.key === 'Escape') finish(false)
      }}
    />
  )
}
