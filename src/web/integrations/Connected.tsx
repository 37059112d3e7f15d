import { Button, Group } from '@mantine/core'
import type { GongConnection } from '../api/types.ts'
import { OutIcon } from '../parts/icons.tsx'
import { Note } from '../parts/Note.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { StateBadge } from '../parts/StateBadge.tsx'
import { ClientForm } from './ClientForm.tsx'
import { ConnectButton } from './ConnectButton.tsx'
import { DeliverySection } from './DeliverySection.tsx'
import { Disconnect } from './Disconnect.tsx'
import css from './GongPage.module.css'
import { connectionLook } from './look.ts'
import { Owner } from './Owner.tsx'
import { ScopeList } from './ScopeList.tsx'

/** The connection as it is. */
export function Connected({ connection }: { connection: GongConnection }) {
  return (
    <>
      {!connection.lastEventAt && <FirstCall connection={connection} />}
      <section className={css['block']} aria-labelledby="connection">
        <h2 id="connection" className={css['title']}>
          Connection
        </h2>
        <dl className={css['facts']}>
          <Fact name="State">
            <StateBadge look={connectionLook(connection)} />
          </Fact>
          {connection.company && (
            <Fact name="Company at Gong">
              {connection.gong === 'simulator' ? 'the simulator’s' : connection.company}
            </Fact>
          )}
          <Fact name="Owner">
            <Owner connection={connection} />
          </Fact>
          {connection.connectedUser && (
            <Fact name="In Gong as">
              {connection.connectedUser.name}{' '}
              <span className={css['quiet']}>{connection.connectedUser.email}</span>
            </Fact>
          )}
          {connection.connectedAt && (
            <Fact name="Since">
              <RelativeTime at={connection.connectedAt} />
            </Fact>
          )}
          <Fact name="Last call announced">
            {connection.lastEventAt ? <RelativeTime at={connection.lastEventAt} /> : 'None yet'}
          </Fact>
        </dl>
      </section>
      <section className={css['block']} aria-labelledby="scopes">
        <h2 id="scopes" className={css['title']}>
          What Gong allows
        </h2>
        <ScopeList connection={connection} granted />
      </section>
      <DeliverySection connection={connection} />
      {connection.canManage && <Manage connection={connection} />}
    </>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className={css['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Connected, and nothing has come yet: what happens next. */
function FirstCall({ connection }: { connection: GongConnection }) {
  return (
    <Note
      tone="info"
      title="Waiting for the first call"
      actions={
        connection.gong === 'simulator' &&
        connection.simulatorUrl && (
          <Button
            component="a"
            href={connection.simulatorUrl}
            target="_blank"
            rel="noreferrer"
            size="xs"
            rightSection={<OutIcon size={14} />}
          >
            Finish a call in the simulator
          </Button>
        )
      }
    >
      {connection.gong === 'simulator'
        ? 'Press “Finish a call” on the simulator’s page. The call then appears under Calls within a second.'
        : 'Gong announces a call when it has analysed it, usually five to fifteen minutes after its end. There is nothing to do.'}
    </Note>
  )
}

function Manage({ connection }: { connection: GongConnection }) {
  return (
    <section className={css['block']} aria-labelledby="manage">
      <h2 id="manage" className={css['title']}>
        Change the connection
      </h2>
      <p className={css['quiet']}>
        Reconnect after changing scopes in Gong, or when Gong no longer lets us in. Calls, history and
        addresses stay.
      </p>
      <Group gap="xs" mt="sm">
        <ConnectButton connection={connection} main={connection.status === 'needs_reconnect'} />
        <Disconnect connection={connection} />
      </Group>
      {connection.gong === 'simulator' && (
        <details className={css['more']}>
          <summary>Replace the simulator by your real Gong</summary>
          <p>
            The simulator’s connection and its calls are deleted. Then the three steps with your real Gong
            begin.
          </p>
          <ClientForm connection={{ ...connection, client: null, simulatorUrl: null }} />
        </details>
      )}
    </section>
  )
}
