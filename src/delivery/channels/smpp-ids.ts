/** What a provider called a message, in the form under which its receipts are looked for. */
export type Ids = Readonly<{ given: (answered: string) => string | null; received: (inReceipt: string) => string }>

/**
 * Many providers name a message in hexadecimal when they take it and in decimal in its receipt, or the other way round.
 * Turning every number into its other form could hit a message of somebody else, so it is done only when it is sure: when
 * the URL says so (`receipts=decimal` or `hex`), or once a receipt matched what we were given in no other way.
 */
export function openIds(receiptsIn: string | null): Ids {
  const latest = new Set<string>()
  let converts = receiptsIn === 'decimal' || receiptsIn === 'hex' ? receiptsIn : null

  function given(answered: string): string | null {
    const id = normal(answered)
    if (id === '') return null
    latest.add(id)
    if (latest.size > REMEMBERED) latest.delete(latest.values().next().value!)
    return id
  }

  function received(inReceipt: string): string {
    const id = normal(inReceipt)
    if (latest.has(id)) return id
    for (const [form, otherOf] of FORMS) {
      const other = otherOf(id)
      if (other === null) continue
      // A letter shows that one of the two is hexadecimal; without one both could be somebody's decimal number.
      if (latest.has(other) && /[a-f]/.test(id + other)) converts = form
      if (converts === form) return other
    }
    return id
  }

  return { given, received }
}

const REMEMBERED = 10_000

const FORMS = [
  ['decimal', (id: string) => (/^\d{1,20}$/.test(id) ? BigInt(id).toString(16) : null)],
  ['hex', (id: string) => (/^[\da-f]{1,16}$/.test(id) ? BigInt(`0x${id}`).toString() : null)],
] as const

// The protocol has 64; some providers do not keep to it.
const LONGEST = 200

/** In small letters, and without the zeros a number is filled up with. */
function normal(id: string): string {
  const plain = id.slice(0, LONGEST).replaceAll('\0', '').toWellFormed().trim().toLowerCase()
  return /^[\da-f]+$/.test(plain) ? plain.replace(/^0+(?=.)/, '') : plain
}
