import { Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { MailSentence } from '../api/types.ts'
import { useDesk } from './Desk.tsx'
import { removeSentence, rewriteSentence } from './edits.ts'
import css from './Mail.module.css'

/** A sentence being rewritten in its place. Leaving the field keeps what was typed; Esc gives it up. */
export function SentenceEditor({ index, sentence }: { index: number; sentence: MailSentence }) {
  const { desk, edit } = useDesk()
  const [before] = useState(sentence.text)
  const [typed, setTyped] = useState(before)
  const finished = useRef(false)

  const finish = (keep: boolean): void => {
    if (finished.current) return
    finished.current = true
    const text = typed.trim()
    if (keep && text !== before)
      desk.save(text ? rewriteSentence(index, before, text) : removeSentence(index, before))
    edit(null)
    refocus(`sentences:${index}`)
  }
  // Someone else may take the sentence away meanwhile: what was typed is still offered.
  const rescue = useRef(() => {})
  useEffect(() => {
    rescue.current = () => {
      if (!finished.current && typed.trim() !== before)
        desk.save(rewriteSentence(index, before, typed.trim()))
    }
  })
  useEffect(() => () => rescue.current(), [])

  return (
    <span className={css['editor']}>
      <Textarea
        aria-label="Sentence"
        autoFocus
        rows={1}
        value={typed}
        onFocus={(event) => event.currentTarget.setSelectionRange(before.length, before.length)}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => finish(true)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault()
            finish(true)
          }
          if (event.key === 'Escape') finish(false)
        }}
      />
    </span>
  )
}

/** Gives the focus back to a part once it is drawn again. */
export function refocus(key: string): void {
  requestAnimationFrame(() => {
    if (document.activeElement && document.activeElement !== document.body) return
    document.querySelector<HTMLElement>(`[data-part="${key}"]`)?.focus()
  })
}
