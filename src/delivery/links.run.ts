import { serverSecret } from '#db/secret.ts'
import type { Connection } from '#db/sql.ts'
import { type Recipient, selectDelivery, selectRecipient } from './links.sql.ts'

/** The secret that signs our links and bounce addresses. It is made with the database and stays in it. */
export const linkSecret = (db: Connection): Promise<string> => serverSecret(db, 'links')

/** Who was sent this message by e-mail, and by which company; undefined if it is none of ours. */
export const recipientOf = (
  db: Connection,
  message: Readonly<{ companyId: string; id: string }>,
): Promise<Recipient | undefined> => selectRecipient(db, message)

/** Whose delivery this is, and how often it has been tried; undefined if nobody's. */
export const deliveryNamed = (
  db: Connection,
  id: string,
): Promise<Readonly<{ companyId: string; attempts: number }> | undefined> => selectDelivery(db, id)
