import { useEffect, useRef, type ReactNode } from 'react'
import css from './Page.module.css'

interface Props {
  title: string
  /** The one sentence or figure that matters. */
  sentence?: ReactNode
  /** The main action, at the right. */
  action?: ReactNode
  /** `narrow` keeps forms and prose at a readable width. */
  width?: 'wide' | 'narrow'
  children: ReactNode
}

/** A page: title, one sentence, one action, content. Moves the focus to the title when it opens. */
export function Page({ title, sentence, action, width = 'wide', children }: Props) {
  return (
    <div className={css['page']} data-width={width}>
      <header className={css['head']}>
        <div>
          <PageTitle>{title}</PageTitle>
          {sentence && <p className={css['sentence']}>{sentence}</p>}
        </div>
        {action && <div className={css['action']}>{action}</div>}
      </header>
      {children}
    </div>
  )
}

/** The page's only `h1`. It takes the focus when the page opens, so that a screen reader says where one is. */
export function PageTitle({ children, tab }: { children: ReactNode; tab?: string }) {
  const title = useRef<HTMLHeadingElement>(null)
  const name = tab ?? (typeof children === 'string' ? children : undefined)
  useEffect(() => {
    if (name) document.title = `${name} · FastFollow`
  }, [name])
  useEffect(() => {
    // A field that asked for the focus by itself keeps it.
    if (document.activeElement === document.body) title.current?.focus({ preventScroll: true })
  }, [])
  return (
    <h1 ref={title} tabIndex={-1} className={css['title']}>
      {children}
    </h1>
  )
}
