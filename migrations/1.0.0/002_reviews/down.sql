-- Loses every review, reviewer and attachment.

DROP TABLE review_attachments;

DROP TABLE reviews;

-- Its trigger went with the table.
DROP FUNCTION set_review_search_vector();

DROP TABLE reviewers;

DROP TYPE sentiment;

DROP TYPE review_status;
