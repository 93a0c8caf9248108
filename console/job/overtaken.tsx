import { Button, Group } from '@mantine/core'
import { briefly } from '../look/time.tsx'
import { AlteredWords, worthReading } from './altered-words.tsx'
import type { Since } from './saving.ts'

type Props = { since: Since; zone: string; keepMine?: () => void; takeTheirs?: () => void }

/** What others wrote meanwhile where somebody was writing too, and the choice between the two. */
export function OvertakenWords({ since, zone, keepMine, takeTheirs }: Props) {
  return (
    <div className="overtaken" role="alert">
      <strong>Somebody else was quicker.</strong> Nothing of yours is lost: it is still typed here.
      <ul>
        {since.map(({ version, by, at, changed }) => (
          <li key={version}>
            {by.name}, {briefly(at, zone, Date.now())}:{' '}
            {worthReading(changed).map(altered => (
              <AlteredWords key={altered.field} altered={altered} zone={zone} />
            ))}
          </li>
        ))}
      </ul>
      {keepMine && takeTheirs ? (
        <Group gap="xs">
          <Button onClick={keepMine}>Keep mine</Button>
          <Button variant="default" onClick={takeTheirs}>
            Take theirs
          </Button>
        </Group>
      ) : (
        <p>The page shows the job as it is now: look, and do it again if it is still right.</p>
      )}
    </div>
  )
}
