import { Button, Drawer } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { TranscriptSentence } from '../api/types.ts'
import { position } from '../parts/time.ts'
import css from './EvidenceSheet.module.css'
import { useSpots, type Spot } from './spots.ts'

/** Sentences shown before and after what is cited, so that one sees what was meant. */
const AROUND = 2

/** On a narrow screen: the words that a sentence rests on, with what was said around them. */
export function EvidenceSheet({ transcript }: { transcript: TranscriptSentence[] }) {
  const spots = useSpots()
  const [spot, setSpot] = useState<Spot | null>(null)
  useEffect(() => spots.onGo((_sentence, asked) => setSpot(asked)), [spots])
  return (
    <Drawer
      opened={spot !== null}
      onClose={() => setSpot(null)}
      position="bottom"
      size="62%"
      classNames={{ content: css['sheet'] ?? '' }}
      title="Said on the call"
    >
      {passages(spot, transcript.length).map(({ first, last }) => (
        <div key={first} className={css['passage']}>
          {transcript.slice(first, last + 1).map((sentence, at) => {
            const cited = spot?.evidence.some((each) => each.sentence === first + at)
            return (
              <p key={first + at} className={css['sentence']} data-cited={cited || undefined}>
                <span className={css['who']}>
                  {position(sentence.startMs)} {sentence.speaker}
                </span>
                {sentence.text}
              </p>
            )
          })}
        </div>
      ))}
      <Button variant="default" fullWidth mt="md" onClick={() => setSpot(null)}>
        Back to the mail
      </Button>
    </Drawer>
  )
}

/** The cited sentences with their neighbours; passages that touch become one. */
function passages(spot: Spot | null, length: number): { first: number; last: number }[] {
  const found: { first: number; last: number }[] = []
  for (const { sentence } of spot?.evidence ?? []) {
    const [first, last] = [Math.max(0, sentence - AROUND), Math.min(length - 1, sentence + AROUND)]
    const before = found.at(-1)
    if (before && first <= before.last + 1) before.last = Math.max(before.last, last)
    else found.push({ first, last })
  }
  return found
}
