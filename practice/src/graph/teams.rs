//! Teams: their channels, and what was written in the channels of teams that one is in. Reading only.

use http::{Method, StatusCode};
use serde_json::json;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, page, single};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, chats, unknown_route};
use crate::guid::Guid;
use crate::tenant::team::{Channel, Team};

const TEAMS: Collection = Collection {
    name: "teams",
    object: "microsoft.graph.team",
    default: &[],
};
const CHANNELS: Collection = Collection {
    name: "teams/channels",
    object: "microsoft.graph.channel",
    default: &[],
};
const MESSAGES: Collection = Collection {
    name: "teams/channels/messages",
    object: "microsoft.graph.chatMessage",
    default: &[],
};
/// `GET /teams`, `/teams/{id}`, `…/channels`, `…/channels/{id}`, `…/channels/{id}/messages`
pub(super) fn answer(cloud: &Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    if ask.request.method != Method::GET {
        return Err(unknown_route(ask));
    }
    let scope = match rest {
        // For apps that act as themselves: no delegated permission reaches it.
        [_, "channels", "getAllMessages"] => return Err(GraphError::denied()),
        [] | [_] => "Team.ReadBasic.All",
        [_, "channels"] | [_, "channels", _] => "Channel.ReadBasic.All",
        [_, "channels", _, "messages"] => "ChannelMessage.Read.All",
        _ => return Err(unknown_route(ask)),
    };
    ask.caller.needs(&[scope], Who::Members)?;
    match rest {
        [] => {
            let teams = cloud.tenant.teams.iter();
            let mut teams: Vec<(Guid, Object)> = teams
                .filter_map(|team| Some((team.group, shape(cloud, team)?)))
                .collect();
            teams.sort_by_key(|(id, _)| *id);
            page(cloud, ask, TEAMS, teams.into_iter(), |team| team)
        }
        [id] => {
            let team = shape(cloud, find(cloud, id)?);
            single(cloud, ask, TEAMS, &team.ok_or_else(|| GraphError::not_found(id))?)
        }
        [id, "channels"] => {
            let mut channels: Vec<&Channel> = find(cloud, id)?.channels.iter().collect();
            channels.sort_by_key(|channel| channel.id);
            let channels = channels.into_iter().map(|channel| (channel.id, channel));
            page(cloud, ask, CHANNELS, channels, channel_shape)
        }
        [id, "channels", channel] => {
            let channel = channel_of(find(cloud, id)?, channel)?;
            single(cloud, ask, CHANNELS, &channel_shape(channel))
        }
        [id, "channels", channel, ..] => messages(cloud, find(cloud, id)?, channel, ask),
        _ => Err(unknown_route(ask)),
    }
}

/// A team whose group was deleted is gone with it.
fn find<'a>(cloud: &'a Cloud, id: &str) -> Result<&'a Team, GraphError> {
    let mut teams = cloud.tenant.teams.iter();
    let found = teams.find(|team| team.group.to_string() == id && cloud.tenant.groups.get(team.group).is_some());
    found.ok_or_else(|| {
        GraphError::refused(
            StatusCode::NOT_FOUND,
            "NotFound",
            "No team found with Group Id provided.",
        )
    })
}

fn channel_name(channel: &Channel) -> String {
    format!("19:{}@thread.tacv2", channel.id.simple())
}

fn channel_of<'a>(team: &'a Team, id: &str) -> Result<&'a Channel, GraphError> {
    let mut channels = team.channels.iter();
    let found = channels.find(|channel| channel_name(channel) == id);
    found.ok_or_else(|| GraphError::refused(StatusCode::NOT_FOUND, "NotFound", "Channel not found."))
}

/// Only members of the team read what was written in it.
fn messages(cloud: &Cloud, team: &Team, channel: &str, ask: &Ask<'_>) -> Answer {
    let group = cloud.tenant.groups.get(team.group);
    let user = ask.caller.user;
    if !group.is_some_and(|group| group.members.contains(&user) || group.owners.contains(&user)) {
        return Err(chats::forbidden("The caller is not a member of the team."));
    }
    let channel = channel_of(team, channel)?;
    let place = json!({"chatId": null, "channelIdentity": {"teamId": team.group, "channelId": channel_name(channel)}});
    chats::messages(cloud, ask, MESSAGES, &channel.messages, &place)
}

fn shape(cloud: &Cloud, team: &Team) -> Option<Object> {
    let group = cloud.tenant.groups.get(team.group)?;
    Some(shapes::object(json!({
        "id": group.id, "displayName": group.display_name, "description": group.description, "visibility": "private",
        "isArchived": false, "tenantId": cloud.tenant.id, "createdDateTime": cloud.clock.show(group.created).rfc3339(),
    })))
}

fn channel_shape(channel: &Channel) -> Object {
    shapes::object(json!({
        "id": channel_name(channel), "displayName": channel.display_name, "description": null,
        "membershipType": "standard", "email": "", "isArchived": false,
    }))
}
