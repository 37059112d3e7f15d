import type { ReactNode } from 'react'
import css from './StateBadge.module.css'
import type { Look, Shape } from './state.ts'

const SHAPES: Record<Shape, ReactNode> = {
  dot: <circle cx="7" cy="7" r="4" fill="currentColor" stroke="none" />,
  ring: <circle cx="7" cy="7" r="4.6" strokeDasharray="1.9 1.7" />,
  half: (
    <>
      <circle cx="7" cy="7" r="4.6" />
      <path d="M7 2.4a4.6 4.6 0 0 1 0 9.2z" fill="currentColor" stroke="none" />
    </>
  ),
  dash: <path d="M3 7h8" />,
  bars: <path d="M5 3.5v7M9 3.5v7" strokeWidth="2" />,
  cross: <path d="m3.5 3.5 7 7m0-7-7 7" />,
  check: <path d="m2.5 7.5 3 3 6-7" />,
  plane: <path d="M12 2 1.8 6.2l4 2 2 4z" />,
  slash: (
    <>
      <circle cx="7" cy="7" r="4.6" />
      <path d="m3.8 10.2 6.4-6.4" />
    </>
  ),
  warn: <path d="M7 2 1.5 11.8h11zM7 6v2.5M7 10.2v0" />,
}

/** The shape alone, for the head of a row; `label` speaks it where no word stands beside. */
export function StateShape({ look, label = false }: { look: Look; label?: boolean }) {
  return (
    <svg
      className={css['shape']}
      data-tone={look.tone}
      width="14"
      height="14"
      viewBox="0 0 14 14"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      {...(label ? { role: 'img', 'aria-label': look.word } : { 'aria-hidden': true })}
    >
      {SHAPES[look.shape]}
    </svg>
  )
}

/** Word, shape and colour of a state. */
export function StateBadge({ look }: { look: Look }) {
  return (
    <span className={css['badge']} data-tone={look.tone}>
      <StateShape look={look} />
      {look.word}
    </span>
  )
}
