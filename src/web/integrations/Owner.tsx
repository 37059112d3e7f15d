import { Button, Group, Modal, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { membersQuery, meQuery } from '../api/queries.ts'
import type { GongConnection } from '../api/types.ts'
import { ErrorNote, Note } from '../parts/Note.tsx'
import css from './GongPage.module.css'
import { useGongAction } from './useGongAction.ts'

/** Whose connection it is, with the way to hand it over for those who may: its owner, and admins. */
export function Owner({ connection }: { connection: GongConnection }) {
  const me = useQuery(meQuery)
  const { owner, canManage } = connection
  const isMine = owner !== null && owner.userId === me.data?.user?.id
  return (
    <>
      {owner ? (
        <>
          {owner.name} {isMine && '(you) '}
          <span className={css['quiet']}>{owner.email}</span>
        </>
      ) : (
        'Nobody: the person has left'
      )}{' '}
      {(canManage || isMine) && <HandOver connection={connection} />}
    </>
  )
}

/** Nobody owns the connection any more: an admin takes it over with one press, or hands it to somebody. */
export function OwnerLeft({ connection }: { connection: GongConnection }) {
  if (!connection.ownerLeft || !connection.canManage) return null
  return (
    <Note
      tone="warn"
      title="Nobody owns the connection with Gong"
      actions={
        <>
          <TakeOver />
          <HandOver connection={connection} word="Hand it to somebody" size="xs" />
        </>
      }
    >
      The person who connected it has left this workspace. Calls still arrive. Its owner is the one who is
      told when something is wrong, so somebody should have it.
    </Note>
  )
}

export function TakeOver() {
  const me = useQuery(meQuery)
  const owner = useGongAction('owner')
  return (
    <Button
      size="xs"
      loading={owner.isPending}
      disabled={!me.data?.user}
      onClick={() => owner.mutate({ userId: me.data?.user?.id })}
    >
      Take it over
    </Button>
  )
}

function HandOver(props: { connection: GongConnection; word?: string; size?: string }) {
  const { connection, word = 'Hand over', size = 'compact-xs' } = props
  const [isOpen, open] = useState(false)
  return (
    <>
      <Button size={size} variant={size === 'xs' ? 'default' : 'subtle'} onClick={() => open(true)}>
        {word}
      </Button>
      <Modal opened={isOpen} onClose={() => open(false)} title="Hand the connection over">
        <ChooseOwner connection={connection} onDone={() => open(false)} />
      </Modal>
    </>
  )
}

function ChooseOwner({ connection, onDone }: { connection: GongConnection; onDone: () => void }) {
  const members = useQuery({ ...membersQuery, staleTime: 0 })
  const owner = useGongAction('owner', onDone)
  const [chosen, choose] = useState('')
  const others = members.data?.items.filter(({ id }) => id !== connection.owner?.userId) ?? []
  return (
    <>
      {members.isError && <ErrorNote what="The people could not be read" error={members.error} />}
      <p>
        The new owner is told when something is wrong with the connection. Access, calls and addresses stay as
        they are{connection.owner && ', and nothing is taken from the present owner but this'}.
      </p>
      <NativeSelect
        mt="md"
        label="New owner"
        data-autofocus
        value={chosen}
        onChange={(event) => choose(event.currentTarget.value)}
        disabled={!members.data}
        data={[
          { value: '', label: 'Choose a person', disabled: true },
          ...others.map(({ id, name, email, isMe }) => ({
            value: id,
            label: `${name}${isMe ? ' (you)' : ''} · ${email}`,
          })),
        ]}
      />
      {members.data && others.length === 0 && (
        <p className={css['quiet']}>There is nobody else in this workspace yet. Invite somebody first.</p>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button
          disabled={chosen === ''}
          loading={owner.isPending}
          onClick={() => owner.mutate({ userId: chosen })}
        >
          Hand it over
        </Button>
      </Group>
    </>
  )
}
