import type { ReactNode } from 'react'
import css from './EmptyState.module.css'

interface Props {
  title: string
  children?: ReactNode
  /** The next step. */
  action?: ReactNode
}

/** What stands where nothing is yet: why, and the next step. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className={css['empty']}>
      <h2 className={css['title']}>{title}</h2>
      {children && <p className={css['text']}>{children}</p>}
      {action && <div className={css['action']}>{action}</div>}
    </div>
  )
}
