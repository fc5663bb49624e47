ALTER TABLE "Purchase" ADD CONSTRAINT amount_bounds CHECK (amount BETWEEN -2147483648 AND 2147483647);
ALTER TABLE "Purchase" ADD CONSTRAINT tax_of_amount CHECK (tax <> amount OR amount = tax);
ALTER TABLE "Purchase" ADD CONSTRAINT phase_text CHECK (phase::text <> 'nothing');
ALTER TABLE "Purchase" ADD CONSTRAINT code_shape CHECK (code <> 'none');
ALTER TABLE "Purchase" ADD CONSTRAINT not_checked CHECK (amount <> -13) NOT VALID;
