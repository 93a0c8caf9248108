import { Anchor, Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { askBy } from '../api/signed-out.ts'
import { useMe } from '../sign-in/me.ts'
import { SignInForm } from '../sign-in/sign-in-form.tsx'

/** When the session ends while somebody works: he signs in again over his page, and goes on where he was. */
export function SignInAgain() {
  const { person } = useMe()
  const queries = useQueryClient()
  const [goOn, setGoOn] = useState<(() => void) | null>(null)
  useEffect(() => askBy(() => new Promise<void>(resolve => setGoOn(() => resolve))), [])
  const entered = () => {
    goOn?.()
    setGoOn(null)
    void queries.invalidateQueries()
  }
  return (
    <Modal
      opened={goOn !== null}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Your session has ended"
      size="sm"
      zIndex={1000}
    >
      <p className="modal-first">
        Sign in again to go on. The page behind this is as you left it, and what you typed is kept.
      </p>
      <SignInForm email={person?.email ?? ''} entered={entered}>
        {/* The whole page anew: nothing of one person is left for another. */}
        <Anchor href="/sign-in" size="sm">
          Sign in as somebody else
        </Anchor>
      </SignInForm>
    </Modal>
  )
}
