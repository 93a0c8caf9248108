import { setTimeout as pause } from 'node:timers/promises'
import { wallClock } from '#base/time.ts'
import { connect } from '#db/sql.ts'
import { openEmail } from '#delivery/channels/email.ts'
import { openSender } from '#delivery/sender.run.ts'

// A process of its own that sends what is due until it is killed. Its argument says from which database to which server.
const { connection, url, connections, lease } = JSON.parse(process.argv[2]!)
const sender = openSender(connect(connection, 3), {
  lane: 'normal',
  channel: 'email',
  carriers: [openEmail({ name: 'smtp', url, from: 'callout@callout.example', rate: null, connections })],
  clock: wallClock,
  trouble: console.error,
  lease,
})
for (;;) if (!(await sender.sendDue())) await pause(50)
