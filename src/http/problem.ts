/** One thing that is wrong with a request: the field as it was sent ("visits.0.name"), and what to do about it. */
export type FieldProblem = Readonly<{ field: string; problem: string }>

/** A request that was not carried out, told as RFC 9457 asks. `detail` says what to do. */
export type Problem = Readonly<{
  ok: false
  status: number
  kind: string
  title: string
  detail: string
  errors?: readonly FieldProblem[]
  headers?: Readonly<Record<string, string>>
  /** Members of their own that help to go on, for instance what has changed since. */
  more?: Readonly<Record<string, unknown>>
}>

/** What the door answers to a refusal: status, what is the matter, what to do. */
export type Verdict = readonly [status: number, title: string, detail: string]

export const problem = (kind: string, [status, title, detail]: Verdict, rest: Partial<Problem> = {}): Problem => ({
  ok: false,
  status,
  kind,
  title,
  detail,
  ...rest,
})

/** The verdict on a refusal, with the field it is about when the room named one. */
export function refuse<Because extends string>(
  verdicts: Readonly<Record<Because, Verdict>>,
  { because, field }: { because: Because; field?: string },
): Problem {
  const verdict = verdicts[because]
  return problem(because, verdict, field === undefined ? {} : { errors: [{ field, problem: verdict[1] }] })
}

/** The problem document itself. `type` stays the same for the same kind of problem, so that programs can tell them apart. */
export const documentOf = ({ kind, title, status, detail, errors, more }: Problem, request: string) => ({
  type: `urn:callout:problem:${kind}`,
  title,
  status,
  detail,
  ...(errors && { errors }),
  ...more,
  request,
})

export const PROBLEMS = {
  'no-key': [401, 'Nobody is signed in', 'Sign in, or send an API key: "Authorization: Bearer callout_...".'],
  'bad-key': [401, 'This API key opens nothing', 'It is mistyped or was revoked. Ask an administrator for another.'],
  'not-allowed': [403, 'This API key may not do that', 'Use a key with the scope that is named here.'],
  'session-ended': [401, 'Your session has ended', 'Sign in again.'],
  'role-cannot-sign-in': [
    403,
    'People of this role cannot sign in yet',
    'Administrators, dispatchers and people who may only look can. Ask an administrator of your company.',
  ],
  'from-elsewhere': [
    403,
    'This did not come from a page of this server',
    'Do it on our own page, or send an API key. Behind a reverse proxy, set PUBLIC_URL to the address people open.',
  ],
  'people-only': [403, 'This is for people who sign in', 'An API key has no password and no sessions: sign in.'],
  'too-often': [429, 'That was too often', 'Wait as many seconds as Retry-After says, and try again.'],
  'no-such-address': [404, 'There is nothing at this address', 'See /api/v1/docs for what there is.'],
  'no-such-method': [405, 'This cannot be done here', 'Use one of the methods in the Allow header.'],
  'too-large': [413, 'This is too large', 'Send at most 1 MB; for photos at most 10 MB.'],
  'wrong-type': [415, 'This content type is not taken here', 'Send one of the content types that are named here.'],
  'not-json': [400, 'This is not JSON', 'Send one complete JSON object in UTF-8.'],
  'cut-off': [400, 'The request broke off', 'Send it again, whole.'],
  invalid: [422, 'Something in this request is not right', 'Put right the fields that are listed, and send it again.'],
  'bad-idempotency-key': [422, 'This is not an idempotency key', 'Use 1 to 200 visible characters without spaces.'],
  'key-used-for-another-request': [
    422,
    'This idempotency key was used for another request',
    'Use a new key for every new request, and the same one only to repeat the same request.',
  ],
  'still-running': [409, 'This request is still being carried out', 'Wait a second and repeat it with the same key.'],
  'database-down': [
    503,
    'The database does not answer',
    'Repeat the request in a few seconds. If it was to change something, it may or may not have been done: repeat it with the same Idempotency-Key.',
  ],
  bug: [500, 'Something went wrong on our side', 'Tell the operator of this server the request id.'],
} as const satisfies Record<string, Verdict>

export type ProblemKind = keyof typeof PROBLEMS

export const trouble = (kind: ProblemKind, rest: Partial<Problem> = {}): Problem => problem(kind, PROBLEMS[kind], rest)
