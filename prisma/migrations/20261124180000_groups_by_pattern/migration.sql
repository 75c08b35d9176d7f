-- Groups take mailboxes by patterns of their names. mailbox.group_id stays what everything else reads; triggers keep it for
-- the mailboxes whose group nobody chose, whoever writes.

CREATE TYPE "GroupChoice" AS ENUM ('AUTOMATIC', 'BY_HAND');

ALTER TABLE "mailbox" ADD COLUMN "group_choice" "GroupChoice" NOT NULL DEFAULT 'AUTOMATIC';
ALTER TABLE "mailbox_group" ADD COLUMN "patterns" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "likes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "position" SERIAL NOT NULL;

-- Whoever is in a group today was put there by a person.
UPDATE "mailbox" SET "group_choice" = 'BY_HAND' WHERE "group_id" IS NOT NULL;
UPDATE "mailbox_group" g SET "position" = t.place
FROM (SELECT id, row_number() OVER (ORDER BY name)::int AS place FROM "mailbox_group") t WHERE g.id = t.id;

ALTER TABLE "mailbox_group" ADD CONSTRAINT "mailbox_group_patterns_bounded" CHECK (
  "patterns" IS NOT NULL AND cardinality("patterns") <= 50 AND array_position("patterns", NULL) IS NULL
);

-- "*" and "?" as LIKE has them; what LIKE gives a meaning of its own means itself.
CREATE FUNCTION "group_likes"("patterns" text[]) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT coalesce(array_agg(
    translate(replace(replace(replace(p, '\', '\\'), '%', '\%'), '_', '\_'), '*?', '%_')), '{}')
  FROM unnest(patterns) p
$$;

CREATE FUNCTION "translate_patterns"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.likes := group_likes(NEW.patterns);
  RETURN NEW;
END;
$$;

-- The first group by position of which a pattern matches; `decideGroup` says the same, and a test holds the two together.
CREATE FUNCTION "matching_group"("mailbox_name" text) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT g.id FROM mailbox_group g
  WHERE mailbox_name LIKE ANY (g.likes)
  ORDER BY g.position, g.id LIMIT 1
$$;

-- A mailbox that comes while the groups change waits for the change, or the change for it: else it would be in the group of
-- before, with nobody to notice. lib/domain/mailboxes/lock-groups.ts takes the same lock.
CREATE FUNCTION "lock_groups"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7201003);
  RETURN NULL;
END;
$$;

CREATE FUNCTION "take_matching_group"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7201003);
  NEW.group_id := matching_group(NEW.name);
  RETURN NEW;
END;
$$;

-- One statement for all mailboxes, which writes those whose group changes. Only a changed group can gain or lose one, so that
-- nobody else is looked at.
CREATE FUNCTION "assign_groups"("changed" uuid[]) RETURNS void LANGUAGE sql AS $$
  WITH likes AS MATERIALIZED (
    SELECT g.id, g.position, g.likes FROM mailbox_group g WHERE g.likes <> '{}'
  ), wanted AS MATERIALIZED (
    SELECT m.id, (
      SELECT l.id FROM likes l WHERE m.name LIKE ANY (l.likes) ORDER BY l.position, l.id LIMIT 1
    ) AS group_id
    FROM mailbox m
    WHERE m.group_choice = 'AUTOMATIC' AND (
      m.group_id = ANY (changed)
      OR m.name LIKE ANY (ARRAY(SELECT unnest(l.likes) FROM likes l WHERE l.id = ANY (changed))))
  )
  UPDATE mailbox m SET group_id = w.group_id FROM wanted w
  WHERE m.id = w.id AND m.group_id IS DISTINCT FROM w.group_id
$$;

CREATE FUNCTION "assign_new_groups"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM assign_groups(ARRAY(SELECT n.id FROM new_groups n WHERE n.patterns <> '{}'));
  RETURN NULL;
END;
$$;

CREATE FUNCTION "assign_changed_groups"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed uuid[] := ARRAY(
    SELECT n.id FROM new_groups n JOIN old_groups o ON o.id = n.id
    WHERE (n.patterns, n.position) IS DISTINCT FROM (o.patterns, o.position));
BEGIN
  IF changed <> '{}' THEN
    PERFORM assign_groups(changed);
  END IF;
  RETURN NULL;
END;
$$;

CREATE TRIGGER "mailbox_group_choice_insert" BEFORE INSERT ON "mailbox"
  FOR EACH ROW WHEN (NEW.group_choice = 'AUTOMATIC') EXECUTE FUNCTION "take_matching_group"();
-- Also when a group is deleted: the foreign key takes its mailboxes out, and the next group that matches has them.
CREATE TRIGGER "mailbox_group_choice_update" BEFORE UPDATE ON "mailbox"
  FOR EACH ROW WHEN (
    NEW.group_choice = 'AUTOMATIC'
    AND (OLD.name, OLD.group_choice, OLD.group_id) IS DISTINCT FROM (NEW.name, NEW.group_choice, NEW.group_id)
  ) EXECUTE FUNCTION "take_matching_group"();
CREATE TRIGGER "mailbox_group_likes" BEFORE INSERT OR UPDATE ON "mailbox_group"
  FOR EACH ROW EXECUTE FUNCTION "translate_patterns"();
CREATE TRIGGER "mailbox_group_lock" BEFORE INSERT OR DELETE OR UPDATE OF "patterns", "position" ON "mailbox_group"
  FOR EACH STATEMENT EXECUTE FUNCTION "lock_groups"();
CREATE TRIGGER "mailbox_group_assign_insert" AFTER INSERT ON "mailbox_group"
  REFERENCING NEW TABLE AS new_groups FOR EACH STATEMENT EXECUTE FUNCTION "assign_new_groups"();
CREATE TRIGGER "mailbox_group_assign_update" AFTER UPDATE ON "mailbox_group"
  REFERENCING OLD TABLE AS old_groups NEW TABLE AS new_groups
  FOR EACH STATEMENT EXECUTE FUNCTION "assign_changed_groups"();
