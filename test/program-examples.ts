import type { Example } from './examples.ts'

/** Requests about programs: what they ask with, and what they are told at. */
export const programExamples = (at: { key: string; webhook: string }): Record<string, Example> => ({
  addApiKey: { path: '/keys', body: { name: 'Another', scopes: ['read'] } },
  listApiKeys: { path: '/keys' },
  revokeApiKey: { path: `/keys/${at.key}` },
  addWebhook: { path: '/webhooks', body: { url: 'https://example.com/hook' } },
  listWebhooks: { path: '/webhooks' },
  disableWebhook: { path: `/webhooks/${at.webhook}/disable`, body: {} },
  enableWebhook: { path: `/webhooks/${at.webhook}/enable`, body: {} },
  testWebhook: { path: `/webhooks/${at.webhook}/test`, body: {} },
  replayWebhook: { path: `/webhooks/${at.webhook}/replay`, body: { since: '2026-11-20T00:00:00Z' } },
  removeWebhook: { path: `/webhooks/${at.webhook}` },
})
