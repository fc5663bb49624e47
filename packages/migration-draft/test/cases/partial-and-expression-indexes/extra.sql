CREATE INDEX purchase_double ON "Purchase" ((amount * 2));
CREATE UNIQUE INDEX purchase_mail_key ON "Purchase" (lower(mail)) WHERE phase = 'open';
CREATE INDEX purchase_covering ON "Purchase" (phase) INCLUDE (amount);
CREATE INDEX purchase_pattern ON "Purchase" (phase text_pattern_ops);
