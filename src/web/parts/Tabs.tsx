import css from './Tabs.module.css'
import type { ReactNode } from 'react'

/** Views of one list, as links: each has an address. The link that is shown carries `aria-current`. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className={css['tabs']}>
      {children}
    </nav>
  )
}

export const tabClass = css['tab']
