import type { ReactNode } from 'react'
import { Wordmark } from '../shell/Wordmark.tsx'
import css from './Entry.module.css'
import { PageTitle } from './Page.tsx'

interface Props {
  title: string
  sentence?: ReactNode
  children: ReactNode
}

/** The frame of the pages before the sign-in: the name, one question, one button. */
export function Entry({ title, sentence, children }: Props) {
  return (
    <main className={css['entry']}>
      <div className={css['box']}>
        <Wordmark large />
        <div className={css['head']}>
          <PageTitle>{title}</PageTitle>
          {sentence && <p className={css['sentence']}>{sentence}</p>}
        </div>
        {children}
      </div>
    </main>
  )
}
