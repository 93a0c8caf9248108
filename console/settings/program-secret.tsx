import { Secret } from '../look/secret.tsx'

/** By what a program knows that a message is from us: shown this once. */
export const SigningSecret = ({ secret }: { secret: string | null }) => (
  <section aria-label="Secret" className="given">
    <Secret label="Secret" value={secret ?? ''} />
    <p className="dim">
      Copy it into the program now; it is not shown again. By it the program sees that a message is ours.
    </p>
  </section>
)
