import { useId, type ReactNode } from 'react'
import css from './Health.module.css'

/** A part of the page: its name at the left, what is measured beside it. */
export function Section({
  title,
  children,
  actions,
}: {
  title: string
  children: ReactNode
  actions?: ReactNode
}) {
  const id = useId()
  return (
    <section className={css['section']} aria-labelledby={id}>
      <h2 id={id} className={css['name']}>
        {title}
      </h2>
      <div className={css['content']}>{children}</div>
      {actions && <div className={css['actions']}>{actions}</div>}
    </section>
  )
}
