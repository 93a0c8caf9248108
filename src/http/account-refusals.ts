import type { AccountFault } from '#directory/account.ts'
import type { CompanyFault } from '#directory/company.ts'
import type { EntryFault } from '#directory/entry.ts'
import { PROBLEMS, type Verdict } from './problem.ts'
import { DIRECTORY } from './refusals.ts'

export const ACCOUNTS: Record<AccountFault | EntryFault | CompanyFault, Verdict> = {
  ...DIRECTORY,
  'wrong-password': [401, 'The e-mail address or the password is wrong', 'Check both, or ask for a new password.'],
  'wrong-code': [401, 'The code is wrong', 'Look at your authenticator for the present one, or use a backup code.'],
  'begin-again': [401, 'This sign-in has taken too long', 'Begin again with your password.'],
  'too-many-codes': [429, 'Too many wrong codes', 'Wait a quarter of an hour, and begin again with your password.'],
  'wrong-own-password': [422, 'The password is wrong', 'Type the password you sign in with now.'],
  'two-factor-is-on': [409, 'The second factor is on already', 'Switch it off first, to set up another authenticator.'],
  'two-factor-not-begun': [409, 'No second factor was begun', 'Begin with POST /api/v1/two-factor/start.'],
  'role-cannot-sign-in': PROBLEMS['role-cannot-sign-in'],
  'role-not-invited': [
    422,
    'People of this role cannot sign in yet',
    'Make the person an administrator, a dispatcher or read-only first.',
  ],
  'no-such-person': [404, 'There is no such person', 'Choose one of GET /api/v1/people.'],
  'no-such-account': [404, 'This person does not sign in', 'Look at who does in GET /api/v1/accounts.'],
  'no-such-session': [404, 'There is no such session', 'It has ended already: look at GET /api/v1/sessions.'],
  'no-such-invitation': [404, 'This person is not invited', 'Look at who is in GET /api/v1/accounts.'],
  'no-such-link': [
    404,
    'This link opens nothing',
    'It was used, another took its place, or it has expired. Ask for a new one.',
  ],
  'no-email': [422, 'This person has no e-mail address', 'Write one into the entry first: people sign in by it.'],
  'signs-in-already': [409, 'This person signs in already', 'If the password is lost, make a link for a new one.'],
  'email-taken': [
    409,
    'Somebody signs in by this e-mail address already',
    'An address signs in to one company. Ask your administrator for an invitation to another address.',
  ],
  'not-first': [409, 'This server has an administrator already', 'Ask him for an invitation.'],
  'not-the-first-code': [
    403,
    'This code does not open this server',
    'Open the link that the server printed when it started.',
  ],
}
