import { Button, Group } from '@mantine/core'
import { Copy } from '../look/secret.tsx'

/** The codes that let somebody in who has lost his authenticator: shown this once. */
export function BackupCodes({ codes, done }: { codes: string[]; done: () => void }) {
  return (
    <section className="form" aria-label="Backup codes">
      <p role="status">
        <strong className="good">The second factor is on.</strong> Keep these codes where you keep keys: each lets you
        in once, when the authenticator is lost. They are not shown again.
      </p>
      <div className="printed">
        <strong>Backup codes for Callout</strong>
        <ol className="backup-codes">
          {codes.map(code => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
      </div>
      <Group gap="xs">
        <Copy value={codes.join('\n')} what="Backup codes" />
        <Button variant="default" onClick={() => window.print()}>
          Print
        </Button>
        <Button onClick={done}>I have kept them</Button>
      </Group>
    </section>
  )
}
