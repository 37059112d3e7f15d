import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { gongQuery } from '../api/queries.ts'
import { ErrorNote } from '../parts/Note.tsx'
import { Page } from '../parts/Page.tsx'
import { StateBadge } from '../parts/StateBadge.tsx'
import css from './IntegrationsPage.module.css'
import { connectionLook } from './look.ts'
import { Truth } from './Truth.tsx'

/** What FastFollow is connected with. */
export function IntegrationsPage() {
  const gong = useQuery(gongQuery)
  return (
    <Page title="Integrations" sentence="Where your calls come from" width="narrow">
      {gong.isPending && <Skeleton height={96} radius="md" />}
      {gong.isError && !gong.data && (
        <ErrorNote
          what="The connection could not be read"
          error={gong.error}
          retry={() => void gong.refetch()}
        />
      )}
      {gong.data && (
        <article className={css['card']}>
          <div className={css['head']}>
            <h2 className={css['name']}>
              <Link to="/integrations/gong" className={css['link']}>
                Gong
              </Link>
            </h2>
            <StateBadge look={connectionLook(gong.data)} />
          </div>
          <p className={css['truth']}>
            <Truth connection={gong.data} />
          </p>
        </article>
      )}
    </Page>
  )
}
