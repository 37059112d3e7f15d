import type { ReactNode } from 'react'
import type { GongConnection } from '../api/types.ts'
import { CopyField } from '../parts/CopyField.tsx'
import { Note } from '../parts/Note.tsx'
import { ClientForm } from './ClientForm.tsx'
import css from './GongPage.module.css'
import { LinkForAdmin } from './LinkForAdmin.tsx'
import { ScopeList } from './ScopeList.tsx'

/** From nothing to connected in three steps, each with what to copy and who can do it. */
export function Walkthrough({ connection }: { connection: GongConnection }) {
  const isDemo = connection.gong === 'simulator'
  return (
    <>
      {isDemo && (
        <Note tone="info" title="No Gong at hand? Try it with the simulator">
          A Gong simulator runs beside FastFollow at{' '}
          <a href={connection.simulatorUrl ?? '#'} target="_blank" rel="noreferrer">
            {connection.simulatorUrl}
          </a>
          . Its client is filled in below: go straight to step 3. You can replace it by your real Gong later.
        </Note>
      )}
      <section className={css['who']} aria-label="Before you begin">
        <p>
          A <b>Gong technical administrator</b> does this once for the whole company. It takes{' '}
          <b>about 15 minutes</b>, plus the time that Gong needs to activate the OAuth client, usually a day
          or two.
        </p>
        <LinkForAdmin />
      </section>
      <ol className={css['steps']}>
        <Step number={1} title="Create an OAuth client in Gong">
          <p>
            In Gong, open <b>Admin center → Settings → Ecosystem → API</b>, go to <b>Integrations</b> and
            choose <b>Create integration</b>. Name it “FastFollow” and enter this redirect URI, exactly as it
            is:
          </p>
          <CopyField value={connection.redirectUri} what="the redirect URI" />
        </Step>
        <Step number={2} title="Tick these four scopes, and no others">
          <ScopeList connection={connection} />
          <p className={css['quiet']}>
            FastFollow only reads. It changes nothing in Gong but its own call notification.
          </p>
        </Step>
        <Step number={3} title="Enter the client and connect">
          {connection.canManage ? (
            <>
              <p>
                Gong shows a client id and a client secret. The secret is stored encrypted and never shown
                again. Connect then leads to Gong, where you allow the access.
              </p>
              <ClientForm connection={connection} />
            </>
          ) : (
            <p>An admin of this workspace enters the client here and connects.</p>
          )}
        </Step>
      </ol>
    </>
  )
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className={css['step']}>
      <span className={css['number']} aria-hidden="true">
        {number}
      </span>
      <div className={css['content']}>
        <h2 className={css['title']}>{title}</h2>
        {children}
      </div>
    </li>
  )
}
