-- +goose Up
-- What there is at most one of, which the references to it did not say: a
-- coupon on an order, a referrer of a person, a profile of a person.
CREATE UNIQUE INDEX idx_coupon_redemptions_order ON coupon_redemptions (order_id);
CREATE UNIQUE INDEX idx_referrals_referred ON referrals (referred_user_id);
CREATE UNIQUE INDEX idx_user_behavior_profiles_user ON user_behavior_profiles (user_id);

-- The running part of orders.order_number: ZUKA-<Lagos year>-<6 digits or
-- more>. A number that a failed order took is not given again.
CREATE SEQUENCE order_numbers;
