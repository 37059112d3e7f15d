import { Button, Group, Modal, type ButtonProps } from '@mantine/core'
import { useState, type ReactNode } from 'react'

interface Props {
  /** What the button in the page says. */
  word: string
  /** The question, as the title of the dialog. */
  title: string
  /** What will be gone and what stays. */
  children: ReactNode
  /** What the button that does it says; `word` when left out. */
  yes?: string
  no?: string
  /** Does it; the dialog stays open where it throws, because then nothing has changed. */
  act: () => Promise<unknown>
  isBusy: boolean
  /** Whether it takes something away for good. */
  danger?: boolean
  button?: Pick<ButtonProps, 'size' | 'variant' | 'color'>
}

/** A button whose act takes something away: it says what will be gone, and asks once. */
export function Confirm(props: Props) {
  const { word, title, children, yes = word, no = 'Cancel', act, isBusy, danger = false, button } = props
  const [isOpen, open] = useState(false)
  const run = (): void => void act().then(() => open(false), ignore)
  return (
    <>
      <Button variant="default" {...button} onClick={() => open(true)}>
        {word}
      </Button>
      <Modal opened={isOpen} onClose={() => open(false)} title={title}>
        <div style={{ display: 'grid', gap: 8 }}>{children}</div>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" data-autofocus onClick={() => open(false)}>
            {no}
          </Button>
          <Button {...(danger ? { color: 'red' } : {})} loading={isBusy} onClick={run}>
            {yes}
          </Button>
        </Group>
      </Modal>
    </>
  )
}

/** The act itself says what went wrong. */
function ignore(): void {}
