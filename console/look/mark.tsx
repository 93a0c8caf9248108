import './mark.css'

/** A filled mark for told, a hollow one for not told: the shape says it as the colour does. */
export const Mark = ({ told }: { told: boolean }) => (
  <span aria-hidden className={told ? 'mark mark-told' : 'mark'}>
    {told ? '●' : '○'}
  </span>
)

/** How a message stands: its word, its shape, and how much it asks of whoever reads it. */
export const STATES = {
  waiting: { word: 'waiting', shape: '◷', tone: 'dim' },
  held: { word: 'held back', shape: '‖', tone: 'watch' },
  'failed-for-now': { word: 'failed, is tried again', brief: 'tried again', shape: '↻', tone: 'watch' },
  'handed-over': { word: 'on its way', shape: '→', tone: 'dim' },
  unknown: { word: 'not known whether it was sent', brief: 'not known', shape: '?', tone: 'watch' },
  accepted: { word: 'accepted', shape: '✓', tone: 'good' },
  delivered: { word: 'delivered', shape: '✓✓', tone: 'good' },
  'failed-for-good': { word: 'failed', shape: '✕', tone: 'act' },
  expired: { word: 'expired', shape: '⊘', tone: 'act' },
  cancelled: { word: 'cancelled', shape: '–', tone: 'dim' },
  resent: { word: 'sent again', shape: '⟳', tone: 'dim' },
} as const
const CAPTURED = { word: 'captured', shape: '□', tone: 'dim' } as const
export type State = keyof typeof STATES
export const isState = (word: unknown): word is State => typeof word === 'string' && word in STATES

type Standing = { state: State; captured?: boolean; brief?: boolean }

/** How a message stands, as a shape and a word. */
export function StateMark({ state, captured, brief }: Standing) {
  const { shape, tone, ...said } = captured ? CAPTURED : STATES[state]
  return (
    <span className={`state ${tone}`} title={captured ? 'Nothing left this server: no carrier is set up.' : undefined}>
      <span aria-hidden>{shape}</span> {brief && 'brief' in said ? said.brief : said.word}
    </span>
  )
}
