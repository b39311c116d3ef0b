//! What people write to each other, as a tenant file has it: channels of teams, and chats.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::guid::Guid;
use crate::tenant::file::TenantFile;
use crate::tenant::file::check::{TenantFileError, TenantProblem, wrong};
use crate::tenant::file::groups::FileGroupKind;
use crate::tenant::generate::Builder;
use crate::tenant::team::{Channel, Chat, ChatMessage, Team};
use crate::time::Moment;

/// A channel of a team.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileChannel {
    display_name: String,
    #[serde(default)]
    messages: Vec<FileChatMessage>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileChatMessage {
    from: String,
    body: String,
}

/// A chat of at least two people.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileChat {
    topic: Option<String>,
    members: Vec<String>,
    #[serde(default)]
    messages: Vec<FileChatMessage>,
}

impl TenantFile {
    /// Only people of the file write, in teams and in chats of two or more.
    pub(super) fn check_talk(&self, is_person: impl Fn(&str) -> bool) -> Result<(), TenantFileError> {
        let people = |place: &str, names: &[&String]| {
            let unknown = names.iter().enumerate().find(|(_, name)| !is_person(name));
            unknown.map_or(Ok(()), |(number, name)| {
                let problem = TenantProblem::UnknownMember((*name).clone());
                wrong(format!("{place}[{number}]"), problem)
            })
        };
        let writers = |messages: &[FileChatMessage]| -> Vec<String> {
            messages.iter().map(|message| message.from.clone()).collect()
        };
        for (number, group) in self.groups.iter().enumerate() {
            for (place, channel) in group.channels.iter().enumerate() {
                let writers = writers(&channel.messages);
                let place = format!("groups[{number}].channels[{place}].messages");
                people(&place, &writers.iter().collect::<Vec<_>>())?;
            }
            if !group.channels.is_empty() && group.kind != FileGroupKind::Microsoft365 {
                return wrong(format!("groups[{number}].channels"), TenantProblem::NoTeam);
            }
        }
        for (number, chat) in self.chats.iter().enumerate() {
            people(
                &format!("chats[{number}].members"),
                &chat.members.iter().collect::<Vec<_>>(),
            )?;
            let writers = writers(&chat.messages);
            people(
                &format!("chats[{number}].messages"),
                &writers.iter().collect::<Vec<_>>(),
            )?;
            if chat.members.len() < 2 {
                return wrong(format!("chats[{number}].members"), TenantProblem::NoChat);
            }
        }
        Ok(())
    }

    pub(super) fn add_talk(&self, builder: &mut Builder, people: &BTreeMap<String, Guid>, groups: &[Guid]) {
        let find = |name: &String| people.get(&self.full_name(name)).copied();
        for (group, id) in self.groups.iter().zip(groups) {
            if !group.channels.is_empty() {
                add_team(builder, *id, &group.channels, find);
            }
        }
        for written in &self.chats {
            let chat = Chat {
                id: builder.guid(),
                topic: written.topic.clone(),
                members: written.members.iter().filter_map(find).collect(),
                messages: messages(builder, &written.messages, &find),
                created: Moment::days_ago(40),
            };
            builder.tenant.chats.push(chat);
        }
    }
}

fn messages(
    builder: &mut Builder,
    written: &[FileChatMessage],
    from: &impl Fn(&String) -> Option<Guid>,
) -> Vec<ChatMessage> {
    let messages = written.iter().filter_map(|message| {
        Some(ChatMessage {
            id: builder.guid(),
            from: from(&message.from)?,
            body: message.body.clone(),
            created: Moment::days_ago(15),
        })
    });
    messages.collect()
}

/// A team's first channel is always "General".
fn add_team(builder: &mut Builder, group: Guid, written: &[FileChannel], from: impl Fn(&String) -> Option<Guid>) {
    let mut channels: Vec<Channel> = Vec::new();
    let general = FileChannel {
        display_name: "General".to_owned(),
        messages: Vec::new(),
    };
    let has_general = written
        .iter()
        .any(|channel| channel.display_name == general.display_name);
    for channel in Some(&general).filter(|_| !has_general).into_iter().chain(written) {
        let messages = messages(builder, &channel.messages, &from);
        channels.push(Channel {
            id: builder.guid(),
            display_name: channel.display_name.clone(),
            messages,
        });
    }
    builder.tenant.teams.push(Team { group, channels });
}
