import { Button, CopyButton, Group } from '@mantine/core'

/** Something that is shown this once, with a button that copies it. */
export function Secret({ label, value }: { label: string; value: string }) {
  return (
    <div className="secret">
      <div className="secret-label">{label}</div>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <code className="secret-value">{value}</code>
        <Copy value={value} what={label} />
      </Group>
    </div>
  )
}

/** Copies it, and says so; not where the browser does not let pages copy, which is on addresses without https. */
export function Copy({ value, what }: { value: string; what: string }) {
  if (!navigator.clipboard) return null
  return (
    <CopyButton value={value} timeout={3000}>
      {({ copied, copy }) => (
        <Button variant="default" onClick={copy} className="copy" aria-label={`${copied ? 'Copied' : 'Copy'}: ${what}`}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </CopyButton>
  )
}
