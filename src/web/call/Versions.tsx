import { Button, Drawer, Skeleton, UnstyledButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { followUpQuery } from '../api/queries.ts'
import type { FollowUpVersion } from '../api/types.ts'
import { ChevronIcon } from '../parts/icons.tsx'
import { ErrorNote, wordsOf } from '../parts/Note.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { useDesk } from './Desk.tsx'
import paneCss from './FollowUpPane.module.css'
import { layOut } from './mail.ts'
import css from './Versions.module.css'

/** "version 2", and behind it all versions to compare and to go back to. */
export function Versions({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const { followUp } = useDesk()
  return (
    <>
      <UnstyledButton className={paneCss['versions']} onClick={() => onOpen(true)} aria-haspopup="dialog">
        version {followUp.version} <ChevronIcon size={12} />
      </UnstyledButton>
      <Drawer opened={open} onClose={() => onOpen(false)} position="right" size="lg" title="Versions">
        <VersionList onDone={() => onOpen(false)} />
      </Drawer>
    </>
  )
}

function VersionList({ onDone }: { onDone: () => void }) {
  const { followUp, desk, editable } = useDesk()
  const query = useQuery({ ...followUpQuery(followUp.id), staleTime: 0 })
  const [chosen, setChosen] = useState(followUp.offeredVersion)
  if (query.isPending) return <Skeleton height={220} />
  if (query.isError)
    return (
      <ErrorNote
        what="The versions could not be read"
        error={query.error}
        retry={() => void query.refetch()}
      />
    )

  const versions = query.data.versions.toSorted((a, b) => b.version - a.version)
  const shown =
    versions.find((each) => each.version === chosen) ??
    versions.find((each) => each.version !== followUp.version) ??
    versions[0]
  if (!shown) return null
  return (
    <>
      <ul className={css['list']}>
        {versions.map((each) => (
          <li key={each.version}>
            <UnstyledButton
              className={css['version']}
              aria-current={each === shown ? 'true' : undefined}
              onClick={() => setChosen(each.version)}
            >
              <b>Version {each.version}</b>
              <span className={css['by']}>
                {each.byPerson ? each.madeBy : each.madeBy === 'built-in' ? 'built-in writer' : each.madeBy} ·{' '}
                <RelativeTime at={each.createdAt} />
              </span>
              {each.version === followUp.version && <span className={css['now']}>shown now</span>}
              {each.version === followUp.approvedVersion && <span className={css['now']}>approved</span>}
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <Preview version={shown} now={followUp.sentences.map((sentence) => sentence.text)} />
      {editable && shown.version !== followUp.version && (
        <Button
          mt="md"
          onClick={() => {
            void desk.act('use-version', shown.version).catch((error: unknown) =>
              notifications.show({
                color: 'red',
                title: 'The version was not taken',
                message: wordsOf(error),
              }),
            )
            onDone()
          }}
        >
          Use version {shown.version}
        </Button>
      )}
    </>
  )
}

/** A version's mail; what the shown one does not have stands out. */
function Preview({ version, now }: { version: FollowUpVersion; now: string[] }) {
  const known = new Set(now)
  const gone = now.filter(
    (text) => !version.content.sentences.some((sentence) => sentence.text === text),
  ).length
  const run = (placed: { index: number; sentence: { text: string } }[]) =>
    placed.map(({ index, sentence }) =>
      known.has(sentence.text) ? (
        <span key={index}>{sentence.text} </span>
      ) : (
        <ins key={index} className={css['new']}>
          {sentence.text}{' '}
        </ins>
      ),
    )
  return (
    <div className={css['preview']} lang={version.content.language}>
      <p className={css['subject']}>{version.content.subject}</p>
      {layOut(version.content.sentences).map((block) =>
        block.kind === 'list' ? (
          <ul key={block.items[0]?.index}>
            {block.items.map((placed) => (
              <li key={placed.index}>{run([placed])}</li>
            ))}
          </ul>
        ) : (
          <div key={block.lines[0]?.[0]?.index} className={css['paragraph']}>
            {block.lines.map((placed) => (
              <div key={placed[0]?.index}>{run(placed)}</div>
            ))}
          </div>
        ),
      )}
      {gone > 0 && (
        <p className={css['gone']}>
          {gone === 1 ? '1 sentence' : `${gone} sentences`} of the shown version {gone === 1 ? 'is' : 'are'}{' '}
          not in this one.
        </p>
      )}
    </div>
  )
}
