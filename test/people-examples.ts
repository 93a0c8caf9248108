import { newId } from '#base/id.ts'
import { beginAccount } from '#directory/accounts.run.ts'
import type { Example } from './examples.ts'
import type { TrialCompany, TrialDoor } from './trial-door.ts'

/** One person who signs in, and one who is invited to. */
export async function people({ ask, db, time: { now } }: TrialDoor, { id: companyId, keys }: TrialCompany) {
  const add = async () => {
    const email = `${newId()}@example.com`
    const { body } = await ask(keys.administer, 'POST /people', { name: 'Ruth', role: 'dispatcher', email })
    return { companyId, personId: body.id as string, name: 'Ruth', email }
  }
  const [signsIn, invited] = [await add(), await add()]
  await beginAccount(db, { ...signsIn, hash: 'of no password' }, now)
  await ask(keys.administer, 'POST /invitations', { personId: invited.personId })
  return { signsIn: signsIn.personId, invited: invited.personId }
}

/** Requests about signing in. */
export const peopleExamples = (at: { signsIn: string; invited: string }): Record<string, Example> => ({
  getFirstRun: { path: '/first-run' },
  beginFirstRun: {
    path: '/first-run',
    body: {
      ...{ code: 'of another server', name: 'Ruth Adeyemi', email: 'ruth@harbour.example', password: 'twelve or more' },
      company: { name: 'Harbour', code: 'NEW', timeZone: 'Australia/Sydney', country: 'AU' },
    },
  },
  getMe: { path: '/me' },
  signIn: { path: '/session', body: { email: 'ruth@harbour.example', password: 'twelve or more' } },
  signInByCode: { path: '/session/code', body: { code: '492039' } },
  signOut: { path: '/session' },
  listOwnSessions: { path: '/sessions' },
  endOwnSession: { path: '/sessions/019abc00-0000-7000-8000-000000000001' },
  endOtherSessions: { path: '/sessions/end-others', body: {} },
  changeOwnPassword: { path: '/password', body: { old: 'twelve or more', new: 'twelve or more' } },
  startTwoFactor: { path: '/two-factor/start', body: { password: 'twelve or more' } },
  confirmTwoFactor: { path: '/two-factor/confirm', body: { code: '492039' } },
  stopTwoFactor: { path: '/two-factor/stop', body: { password: 'twelve or more' } },
  listAccounts: { path: '/accounts' },
  removeAccount: { path: `/accounts/${at.signsIn}` },
  endSessionsOfPerson: { path: `/accounts/${at.signsIn}/end-sessions`, body: {} },
  makePasswordLink: { path: `/accounts/${at.signsIn}/reset-link`, body: {} },
  invitePerson: { path: '/invitations', body: { personId: at.invited } },
  withdrawInvitation: { path: `/invitations/${at.invited}` },
  findInvitation: { path: '/invitations/by-code', body: { code: 'of nobody' } },
  acceptInvitation: { path: '/invitations/accept', body: { code: 'of nobody', password: 'twelve or more' } },
  askForNewPassword: { path: '/password-reset', body: { email: 'ruth@harbour.example' } },
  chooseNewPassword: { path: '/password-reset/finish', body: { code: 'of nobody', password: 'twelve or more' } },
})
