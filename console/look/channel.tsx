import { IconMail, IconMessage, IconPhone, IconWebhook } from '@tabler/icons-react'

/** What one message by each way is called. */
export const CHANNELS = { email: 'E-mail', sms: 'Text', voice: 'Call', webhook: 'Webhook' } as const

const ICONS = { email: IconMail, sms: IconMessage, voice: IconPhone, webhook: IconWebhook }

/** By which way a message goes. */
export function ChannelMark({ channel }: { channel: keyof typeof ICONS }) {
  const Icon = ICONS[channel]
  return (
    <span className="channel" title={CHANNELS[channel]}>
      <Icon size={15} stroke={1.6} aria-hidden />
      <span className="unseen">{CHANNELS[channel]}</span>
    </span>
  )
}
