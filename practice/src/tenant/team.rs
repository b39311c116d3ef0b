//! Teams: the channels of a group and what was written in them.

use crate::guid::Guid;
use crate::time::Moment;

/// A team. It is a Microsoft 365 group with channels and has the group's id.
#[derive(Debug, Clone)]
pub(crate) struct Team {
    pub(crate) group: Guid,
    /// "General" first.
    pub(crate) channels: Vec<Channel>,
}

/// A channel.
#[derive(Debug, Clone)]
pub(crate) struct Channel {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) messages: Vec<ChannelMessage>,
}

/// Something that was written in a channel.
#[derive(Debug, Clone)]
pub(crate) struct ChannelMessage {
    pub(crate) id: Guid,
    pub(crate) from: Guid,
    pub(crate) body: String,
    pub(crate) created: Moment,
}
