import { useId, type ReactNode } from 'react'
import css from './Rows.module.css'

/** A named part of the follow-up below the mail. */
export function Section(props: {
  title: string
  note?: string
  action?: ReactNode
  inward?: boolean
  children: ReactNode
}) {
  const id = useId()
  return (
    <section className={css['section']} data-inward={props.inward || undefined} aria-labelledby={id}>
      <header className={css['head']}>
        <h3 id={id} className={css['title']}>
          {props.title}
        </h3>
        {props.note && <span className={css['note']}>{props.note}</span>}
        {props.action}
      </header>
      {props.children}
    </section>
  )
}
