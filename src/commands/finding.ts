import type { Carrier } from '#delivery/carrier.ts'

/** What a look at one thing found: it is well, or what to do. */
export type Finding = Readonly<{ ok: boolean; line: string }>

export const ok = (line: string): Finding => ({ ok: true, line })
export const ill = (line: string): Finding => ({ ok: false, line })

/** Whether an account at a carrier takes our credentials. `what`: as people call it. */
export async function checked(what: string, carrier: Carrier): Promise<Finding> {
  const { as, words } = await carrier.check()
  await carrier.close()
  return (as === 'accepted' ? ok : ill)(`${what} (${carrier.name}): ${words}`)
}
