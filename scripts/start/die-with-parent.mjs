// Loaded into every child by --import. The channel to the supervisor closes when that ends, however it ended; then the
// child ends too, first politely, so that it can finish what it has begun.
const DEADLINE_MS = 10_000;

const end = () => {
  setTimeout(() => process.exit(1), DEADLINE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
};

// Undefined in a process without a channel, such as a worker; false if the channel closed before we were loaded.
if (process.connected === false) end();
if (process.connected) {
  process.channel?.unref();
  process.once('disconnect', end);
}
