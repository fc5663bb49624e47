-- Loses every prospect, contact, and link from a prospect to a review.

DROP TABLE prospect_reviews;

DROP TABLE prospect_contacts;

DROP TABLE prospects;

DROP TYPE prospect_stage;
