ALTER TABLE "Purchase" ENABLE ROW LEVEL SECURITY;
CREATE POLICY purchase_tenant ON "Purchase" USING (tenant = current_setting('app.tenant', true));
