import { Button } from '@mantine/core'
import { useRef } from 'react'
import { PenIcon, WarnIcon } from '../parts/icons.tsx'
import { useDesk } from './Desk.tsx'
import { keepSentence, removeSentence } from './edits.ts'
import { layOut, spaceOf, type Placed } from './mail.ts'
import css from './Mail.module.css'
import { MailEditor } from './MailEditor.tsx'
import { Part } from './Part.tsx'
import { SentenceEditor } from './SentenceEditor.tsx'
import { SentenceTools } from './SentenceTools.tsx'

/** The mail, sentence by sentence, each showing what it rests on. */
export function Mail() {
  const { followUp, editable, editing, edit } = useDesk()
  const mail = useRef<HTMLDivElement>(null)
  if (editing === 'mail') return <MailEditor />
  return (
    <div className={css['mail']} ref={mail} lang={followUp.language}>
      {layOut(followUp.sentences).map((block) => {
        const first = block.kind === 'list' ? block.items[0] : block.lines[0]?.[0]
        return block.kind === 'list' ? (
          <ul key={first?.index} className={css['list']}>
            {block.items.map((placed) => (
              <li key={placed.index}>
                <Sentence placed={placed} />
              </li>
            ))}
          </ul>
        ) : (
          <div key={first?.index} className={css['paragraph']}>
            {block.lines.map((run) => (
              <div key={run[0]?.index}>
                <Run run={run} />
              </div>
            ))}
          </div>
        )
      })}
      {followUp.sentences.length > 0 && (
        <p className={css['legend']}>Small times say when it was said; a sentence without one is courtesy.</p>
      )}
      {followUp.sentences.length === 0 && <p className={css['empty']}>The mail is empty.</p>}
      {editable && (
        <Button
          className={css['whole']}
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<PenIcon size={14} />}
          onClick={() => edit('mail')}
        >
          Edit the whole mail
        </Button>
      )}
      {editable && <SentenceTools mail={mail} />}
    </div>
  )
}

function Run({ run }: { run: Placed[] }) {
  return run.map((placed) => <Sentence key={placed.index} placed={placed} />)
}

function Sentence({ placed: { index, sentence } }: { placed: Placed }) {
  const { followUp, editing } = useDesk()
  if (editing === `sentences:${index}`) return <SentenceEditor index={index} sentence={sentence} />
  return (
    <>
      <Part
        list="sentences"
        index={index}
        text={sentence.text}
        evidence={sentence.evidence}
        kind={sentence.kind}
        as="span"
      >
        <span>{sentence.text}</span>
        <Kind kind={sentence.kind} />
      </Part>
      {spaceOf(followUp.language)}
      {sentence.kind === 'unsupported' && (
        <Unsupported index={index} text={sentence.text} hint={sentence.hint} />
      )}
      {sentence.kind === 'yours' && sentence.hint && <span className={css['hint']}>{sentence.hint}</span>}
    </>
  )
}

/** Where a sentence comes from, when it is not the call: said quietly. */
function Kind({ kind }: { kind: string }) {
  if (kind === 'yours') return <span className={css['yours']}>yours</span>
  if (kind === 'courtesy') return <span className="sr-only"> (courtesy)</span>
  if (kind === 'unsupported') return <span className="sr-only"> (not said on the call)</span>
  return null
}

/** What the check did not find in the call is never passed on silently. */
function Unsupported({ index, text, hint }: { index: number; text: string; hint: string | null }) {
  const { desk, editable } = useDesk()
  return (
    <span className={css['unsupported']} role="note">
      <WarnIcon size={15} className={css['warn']} />
      <span>{hint ?? 'This was not said on the call.'}</span>
      {editable && (
        <span className={css['choices']}>
          <Button size="compact-xs" variant="default" onClick={() => desk.save(removeSentence(index, text))}>
            Remove
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => desk.save(keepSentence(index, text))}>
            Keep as mine
          </Button>
        </span>
      )}
    </span>
  )
}
