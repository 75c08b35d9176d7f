-- 100,000 believable devices of 80,000 mailboxes, with policies, groups, exceptions and open commands. Placeholders are
-- not needed: the figures of the benchmark are for exactly this set.
SELECT setseed(0.42);

INSERT INTO mailbox_group (id, name) SELECT gen_random_uuid(), 'group ' || n FROM generate_series(1, 40) n;

INSERT INTO policy (id, name, settings, is_default, updated_at)
SELECT gen_random_uuid(), 'policy ' || n, jsonb_build_object('DevicePasswordEnabled', true, 'MinDevicePasswordLength', 1 + n % 16),
  n = 1, now()
FROM generate_series(1, 30) n;

INSERT INTO mailbox (id, name, display_name, group_choice, group_id)
SELECT gen_random_uuid(), lower(first || '.' || last || n || '@' || domain), first || ' ' || last, 'BY_HAND',
  CASE WHEN n % 3 = 0 THEN (SELECT id FROM mailbox_group OFFSET n % 40 LIMIT 1) END
FROM (
  SELECT n,
    (ARRAY['Anna','Bert','Clara','David','Elif','Frank','Greta','Hugo','Ines','Jakob','Käthe','Lars','Mia','Noah','Olga'])[1 + (random() * 14)::int] AS first,
    (ARRAY['Schmidt','Müller','Weber','Fischer','Wagner','Becker','Hoffmann','Schäfer','Koch','Bauer','Richter','Klein'])[1 + (random() * 11)::int] AS last,
    (ARRAY['example.com','example.org','example.net'])[1 + (random() * 2)::int] AS domain
  FROM generate_series(1, 80000) n
) names;

INSERT INTO policy_assignment (id, policy_id, group_id)
SELECT gen_random_uuid(), (SELECT id FROM policy OFFSET n % 30 LIMIT 1), g.id
FROM (SELECT id, row_number() OVER () AS n FROM mailbox_group) g;

INSERT INTO policy_assignment (id, policy_id, mailbox_id)
SELECT gen_random_uuid(), (SELECT id FROM policy OFFSET n % 30 LIMIT 1), m.id
FROM (SELECT id, row_number() OVER () AS n FROM mailbox LIMIT 5000) m;

INSERT INTO policy_exception (id, mailbox_id, reason, approved_by, created_by, starts_at, ends_at)
SELECT gen_random_uuid(), m.id, 'travels', 'board', 'admin', now() - interval '10 days',
  CASE WHEN n % 2 = 0 THEN now() + interval '20 days' ELSE now() - interval '1 day' END
FROM (SELECT id, row_number() OVER () AS n FROM mailbox ORDER BY id LIMIT 800) m;

INSERT INTO device (id, mailbox_id, eas_device_id, device_key, device_type, protocol_version, user_agent, first_contact_at,
  last_contact_at, recent_contacts, last_address, heartbeat_seconds, model, friendly_name, os, imei, phone_number,
  access_override, block_reason, removed_at, policy_key, policy_hash, policy_state)
SELECT gen_random_uuid(), m.mailbox_id, d.id, lower(d.id), type, (ARRAY['14.1','16.0','16.1','16.1','16.1'])[1 + n % 5], type || '/2105.231',
  now() - (random() * 900) * interval '1 day', last, ARRAY[last, last - interval '15 minutes', last - interval '31 minutes'],
  '198.51.' || n % 200 || '.' || n % 250, 900, type || ' ' || (n % 7), CASE WHEN n % 3 > 0 THEN 'Phone of ' || coalesce(m.display_name, '') END,
  CASE WHEN n % 2 = 0 THEN 'iOS 18.1' ELSE 'Android 15' END, '35' || lpad((random() * 1e13)::bigint::text, 13, '0'),
  '+49170' || lpad((random() * 1e7)::bigint::text, 7, '0'),
  (CASE WHEN n % 97 = 0 THEN 'BLOCK' ELSE 'AUTOMATIC' END)::"AccessOverride",
  (CASE WHEN n % 97 = 0 THEN 'BY_HAND' WHEN n % 331 = 0 THEN 'WIPED' WHEN n % 337 = 0 THEN 'DELETED' END)::"BlockReason",
  CASE WHEN n % 97 > 0 AND n % 331 > 0 AND n % 337 = 0 THEN last END, 100000000 + n, 'outdated',
  (ARRAY['APPLIED','APPLIED','APPLIED','APPLIED','TOLD','NONE','PARTIAL','APPLIED','APPLIED','APPLIED'])[1 + n % 10]::"PolicyState"
FROM (
  SELECT n, 'Appl' || upper(md5(n::text)) AS id,
    (ARRAY['iPhone','iPhone','iPhone','iPad','SAMSUNGSMG991B','Android','Outlook','WP8'])[1 + (random() * 7)::int] AS type,
    now() - power(random(), 4) * interval '120 days' AS last,
    1 + (random() * 79999)::int AS owner
  FROM generate_series(1, 100000) n
) d
JOIN (SELECT id, display_name, row_number() OVER (ORDER BY id) AS n FROM mailbox) m(mailbox_id, display_name, number) ON m.number = d.owner;

UPDATE device SET policy_state = 'LOOPING' WHERE (policy_key - 100000000) % 1000 = 7;
UPDATE device SET policy_state = 'REFUSED' WHERE (policy_key - 100000000) % 500 = 3;

INSERT INTO device_command (id, mailbox, device_key, eas_device_id, device_id, device_name, kind, method, state, reason,
  queued_by_id, queued_by_name, delivered_at)
SELECT gen_random_uuid(), m.name, d.device_key, d.eas_device_id, d.id, d.device_type, 'WIPE', 'REMOTE_WIPE',
  (ARRAY['QUEUED','DELIVERED','FAILED'])[1 + (d.policy_key % 3)::int]::"CommandState", 'lost', 'bench', 'bench', now()
FROM device d JOIN mailbox m ON m.id = d.mailbox_id
WHERE d.removed_at IS NULL AND (d.policy_key - 100000000) % 317 = 11;

ANALYZE;
