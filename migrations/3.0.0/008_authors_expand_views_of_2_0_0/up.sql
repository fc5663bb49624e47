-- migrator: phase = expand
--
-- The views of 2.0.0, where the database does not have them.

-- schemactl: ignore do-block because it makes views alone, where they are not there
DO $views$ BEGIN
  IF to_regnamespace('"db_2_0_0"') IS NULL THEN
    CREATE SCHEMA "db_2_0_0";
    CREATE VIEW "db_2_0_0"."alerts" AS
      SELECT "id", "monitor_id", "severity", "message", "observed_value", "details", "raised_at", "acknowledged_at", "resolved_at"
      FROM "public"."alerts";
    ALTER VIEW "db_2_0_0"."alerts"
      ALTER COLUMN "raised_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."categories" AS
      SELECT "id", "slug", "name", "parent_id"
      FROM "public"."categories";
    CREATE VIEW "db_2_0_0"."collection_runs" AS
      SELECT "id", "source_id", "status", "started_at", "finished_at", "fetched_count", "created_count", "updated_count", "bytes_received", "checkpoint", "error"
      FROM "public"."collection_runs";
    ALTER VIEW "db_2_0_0"."collection_runs"
      ALTER COLUMN "status" SET DEFAULT 'running',
      ALTER COLUMN "started_at" SET DEFAULT CURRENT_TIMESTAMP,
      ALTER COLUMN "fetched_count" SET DEFAULT 0,
      ALTER COLUMN "created_count" SET DEFAULT 0,
      ALTER COLUMN "updated_count" SET DEFAULT 0,
      ALTER COLUMN "bytes_received" SET DEFAULT 0;
    CREATE VIEW "db_2_0_0"."companies" AS
      SELECT "id", "slug", "name", "domain", "size", "country_code", "founded_on", "parent_id", "created_at", "updated_at"
      FROM "public"."companies";
    ALTER VIEW "db_2_0_0"."companies"
      ALTER COLUMN "id" SET DEFAULT gen_random_uuid(),
      ALTER COLUMN "created_at" SET DEFAULT CURRENT_TIMESTAMP,
      ALTER COLUMN "updated_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."company_profiles" AS
      SELECT "company_id", "about", "logo", "logo_media_type", "employee_count", "annual_revenue", "currency", "social_links", "updated_at"
      FROM "public"."company_profiles";
    ALTER VIEW "db_2_0_0"."company_profiles"
      ALTER COLUMN "social_links" SET DEFAULT '{}',
      ALTER COLUMN "updated_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."monitors" AS
      SELECT "id", "name", "product_id", "company_id", "metric", "condition", "threshold", "window_days", "severity", "channels", "is_enabled", "created_at", "updated_at"
      FROM "public"."monitors";
    ALTER VIEW "db_2_0_0"."monitors"
      ALTER COLUMN "id" SET DEFAULT gen_random_uuid(),
      ALTER COLUMN "window_days" SET DEFAULT 7,
      ALTER COLUMN "severity" SET DEFAULT 'warning',
      ALTER COLUMN "channels" SET DEFAULT ARRAY['email']::"notification_channel"[],
      ALTER COLUMN "is_enabled" SET DEFAULT true,
      ALTER COLUMN "created_at" SET DEFAULT CURRENT_TIMESTAMP,
      ALTER COLUMN "updated_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."products" AS
      SELECT "id", "slug", "name", "description", "aliases", "launched_on", "list_price", "currency", "attributes", "created_at", "updated_at", "company_id"
      FROM "public"."products";
    ALTER VIEW "db_2_0_0"."products"
      ALTER COLUMN "id" SET DEFAULT gen_random_uuid(),
      ALTER COLUMN "aliases" SET DEFAULT ARRAY[]::TEXT[],
      ALTER COLUMN "attributes" SET DEFAULT '{}',
      ALTER COLUMN "created_at" SET DEFAULT CURRENT_TIMESTAMP,
      ALTER COLUMN "updated_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."product_listings" AS
      SELECT "product_id", "source_id", "external_id", "url", "last_checked_at", "created_at"
      FROM "public"."product_listings";
    ALTER VIEW "db_2_0_0"."product_listings"
      ALTER COLUMN "created_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."prospects" AS
      SELECT "id", "company_id", "stage", "score", "estimated_value", "currency", "owner_email", "tags", "notes", "next_step_on", "created_at", "updated_at"
      FROM "public"."prospects";
    ALTER VIEW "db_2_0_0"."prospects"
      ALTER COLUMN "stage" SET DEFAULT 'new',
      ALTER COLUMN "currency" SET DEFAULT 'EUR',
      ALTER COLUMN "tags" SET DEFAULT ARRAY[]::TEXT[],
      ALTER COLUMN "created_at" SET DEFAULT CURRENT_TIMESTAMP,
      ALTER COLUMN "updated_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."prospect_contacts" AS
      SELECT "id", "prospect_id", "email", "full_name", "job_title", "consented_at", "created_at"
      FROM "public"."prospect_contacts";
    ALTER VIEW "db_2_0_0"."prospect_contacts"
      ALTER COLUMN "created_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."prospect_reviews" AS
      SELECT "prospect_id", "review_id", "reason", "added_at"
      FROM "public"."prospect_reviews";
    ALTER VIEW "db_2_0_0"."prospect_reviews"
      ALTER COLUMN "added_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."reviews" AS
      SELECT "id", "product_id", "source_id", "reviewer_id", "external_id", "rating", "title", "content", "language", "status", "sentiment", "sentiment_score", "topics", "helpful_count", "raw", "published_at", "collected_at", "updated_at", "search_vector"
      FROM "public"."reviews";
    ALTER VIEW "db_2_0_0"."reviews"
      ALTER COLUMN "status" SET DEFAULT 'pending',
      ALTER COLUMN "topics" SET DEFAULT ARRAY[]::TEXT[],
      ALTER COLUMN "helpful_count" SET DEFAULT 0,
      ALTER COLUMN "collected_at" SET DEFAULT CURRENT_TIMESTAMP,
      ALTER COLUMN "updated_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."review_attachments" AS
      SELECT "id", "review_id", "position", "url", "media_type", "byte_size", "sha256", "thumbnail", "created_at"
      FROM "public"."review_attachments";
    ALTER VIEW "db_2_0_0"."review_attachments"
      ALTER COLUMN "created_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."reviewers" AS
      SELECT "id", "source_id", "external_id", "display_name", "profile_url", "is_verified", "created_at"
      FROM "public"."reviewers";
    ALTER VIEW "db_2_0_0"."reviewers"
      ALTER COLUMN "is_verified" SET DEFAULT false,
      ALTER COLUMN "created_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."sources" AS
      SELECT "id", "slug", "name", "kind", "homepage_url", "rating_scale", "is_active", "settings", "created_at", "updated_at"
      FROM "public"."sources";
    ALTER VIEW "db_2_0_0"."sources"
      ALTER COLUMN "rating_scale" SET DEFAULT 5,
      ALTER COLUMN "is_active" SET DEFAULT true,
      ALTER COLUMN "settings" SET DEFAULT '{}',
      ALTER COLUMN "created_at" SET DEFAULT CURRENT_TIMESTAMP,
      ALTER COLUMN "updated_at" SET DEFAULT CURRENT_TIMESTAMP;
    CREATE VIEW "db_2_0_0"."_product_categories" AS
      SELECT "A", "B"
      FROM "public"."_product_categories";
    CREATE VIEW "db_2_0_0"."company_monthly_ratings" AS
      SELECT "company_id", "month", "review_count", "average_rating", "negative_count"
      FROM "public"."company_monthly_ratings";
    CREATE VIEW "db_2_0_0"."product_ratings" AS
      SELECT "product_id", "review_count", "average_rating", "histogram", "negative_count", "last_published_at"
      FROM "public"."product_ratings";
    CREATE VIEW "db_2_0_0"."published_reviews" AS
      SELECT "review_id", "product_id", "product_slug", "product_name", "company_name", "source_name", "reviewer_name", "rating", "title", "content", "sentiment", "published_at"
      FROM "public"."published_reviews";
  END IF;
END $views$;
