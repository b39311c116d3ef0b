//! Things to do: one's own lists and what is on them. Reading only.

use http::Method;
use serde_json::json;

use crate::cloud::Cloud;
use crate::graph::list::{Collection, Object, page, single};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, mail, unknown_route};
use crate::guid::Guid;
use crate::tenant::mail::{Task, TaskList, TaskState, USUAL_TASKS};

const LISTS: Collection = Collection {
    name: "todo/lists",
    object: "microsoft.graph.todoTaskList",
    default: &[],
};
const TASKS: Collection = Collection {
    name: "todo/lists/tasks",
    object: "microsoft.graph.todoTask",
    default: &[],
};

/// `GET /users/{id}/todo/lists`, `…/lists/{id}`, `…/lists/{id}/tasks`; `owner` is whose they are
pub(super) fn answer(cloud: &Cloud, owner: Guid, rest: &[&str], ask: &Ask<'_>) -> Answer {
    if ask.request.method != Method::GET {
        return Err(unknown_route(ask));
    }
    // There is no permission for the lists of others.
    let mailbox = mail::open(cloud, owner, ["Tasks.Read", "Tasks.ReadWrite"], ask)?;
    let list = |id: &str| {
        let mut lists = mailbox.task_lists.iter();
        lists.find(|list| list.id.simple() == id).ok_or_else(mail::not_found)
    };
    match rest {
        ["lists"] => {
            let mut lists: Vec<&TaskList> = mailbox.task_lists.iter().collect();
            lists.sort_by_key(|list| list.id);
            let lists = lists.into_iter().map(|list| (list.id, list));
            page(cloud, ask, LISTS, lists, list_shape)
        }
        ["lists", id] => single(cloud, ask, LISTS, &list_shape(list(id)?)),
        ["lists", id, "tasks"] => {
            let mut tasks: Vec<&Task> = list(id)?.tasks.iter().collect();
            tasks.sort_by_key(|task| task.id);
            let tasks = tasks.into_iter().map(|task| (task.id, task));
            page(cloud, ask, TASKS, tasks, |task| task_shape(cloud, task))
        }
        _ => Err(unknown_route(ask)),
    }
}

fn list_shape(list: &TaskList) -> Object {
    let known = if list.display_name == USUAL_TASKS {
        "defaultList"
    } else {
        "none"
    };
    shapes::object(json!({
        "id": list.id.simple(), "displayName": list.display_name, "isOwner": true, "isShared": false,
        "wellknownListName": known,
    }))
}

fn task_shape(cloud: &Cloud, task: &Task) -> Object {
    let time = cloud.clock.show(task.created).rfc3339();
    let status = match task.state {
        TaskState::NotStarted => "notStarted",
        TaskState::Completed => "completed",
    };
    shapes::object(json!({
        "id": task.id.simple(), "title": task.title, "status": status, "importance": "normal", "isReminderOn": false,
        "createdDateTime": time, "lastModifiedDateTime": time, "hasAttachments": false, "categories": [],
        "body": {"content": "", "contentType": "text"},
    }))
}
