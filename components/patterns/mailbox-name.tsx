/* <MailboxName name="anna@example.com" />: may break before the @ and nowhere else, and copies as it is. */

/** Name of a mailbox in narrow places. */
export function MailboxName({ name }: { name: string }) {
  const at = name.lastIndexOf('@');
  if (at <= 0) return name;
  return (
    <>
      {name.slice(0, at)}
      <wbr />
      {name.slice(at)}
    </>
  );
}
