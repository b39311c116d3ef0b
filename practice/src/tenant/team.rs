//! Teams: the channels of a group and what was written in them; and chats, which belong to no team.

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
    pub(crate) messages: Vec<ChatMessage>,
}

/// Something that was written in a channel or a chat.
#[derive(Debug, Clone)]
pub(crate) struct ChatMessage {
    pub(crate) id: Guid,
    pub(crate) from: Guid,
    pub(crate) body: String,
    pub(crate) created: Moment,
}

/// A chat of two or more people.
#[derive(Debug, Clone)]
pub(crate) struct Chat {
    pub(crate) id: Guid,
    /// A chat of two has none, and is none.
    pub(crate) topic: Option<String>,
    pub(crate) members: Vec<Guid>,
    pub(crate) messages: Vec<ChatMessage>,
    pub(crate) created: Moment,
}

impl Chat {
    /// Whether it is one between two people, which is named after them.
    pub(crate) const fn is_between_two(&self) -> bool {
        self.members.len() == 2 && self.topic.is_none()
    }
}
