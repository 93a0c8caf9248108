let ask: (() => Promise<void>) | undefined
let asked: Promise<void> | undefined

/** Says how somebody is asked to sign in again whose session has ended while he works. */
export function askBy(how: () => Promise<void>): () => void {
  ask = how
  return () => {
    ask = undefined
  }
}

/** Ends when he has signed in again, so that what he was doing goes on; undefined when nobody is there to be asked. */
export function signedInAgain(): Promise<void> | undefined {
  asked ??= ask?.().finally(() => {
    asked = undefined
  })
  return asked
}
