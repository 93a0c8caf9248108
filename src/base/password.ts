import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

// In KiB and rounds, as OWASP asks at least. It takes some 60 ms, beside the thread that answers requests.
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const

/** What is kept of a password: nobody can read it from that. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive('argon2id', { message: spelled(password), nonce, ...COST })
  return ['argon2id', COST.memory, COST.passes, nonce.toString('base64'), tag.toString('base64')].join('$')
}

/** Whether this is the password of which that was kept. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [, memory, passes, nonce = '', tag = ''] = kept.split('$')
  const cost = { ...COST, memory: Number(memory), passes: Number(passes) }
  const made = await derive('argon2id', { message: spelled(password), nonce: Buffer.from(nonce, 'base64'), ...cost })
  return timingSafeEqual(made, Buffer.from(tag, 'base64'))
}

// Keyboards spell the same letter in two ways.
const spelled = (password: string): string => password.normalize('NFKC')
