//! The parts that pages are made of, one a file.

pub(super) mod announcer;
pub(super) mod ask;
pub(super) mod banners;
pub(super) mod choice;
pub(super) mod clicks;
pub(super) mod download;
pub(super) mod failures;
pub(super) mod footer;
pub(super) mod forgetting;
pub(super) mod guided;
pub(super) mod header;
pub(super) mod link;
pub(super) mod names;
pub(super) mod other_tenant;
pub(super) mod problem;
pub(super) mod reading;
pub(super) mod sign_in;
pub(super) mod sign_in_again;
pub(super) mod status;
pub(super) mod step;
pub(super) mod subscription_rows;
pub(super) mod watch;
pub(super) mod work;
