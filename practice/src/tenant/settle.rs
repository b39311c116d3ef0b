//! What happens to a tenant by itself once its time has come.

use crate::tenant::TenantState;
use crate::time::Moment;

/// Switching the sync off takes longer the more there is, up to 72 hours.
const MOST_SYNC_HOURS: i64 = 72;

impl TenantState {
    /// Brings everything up to this moment.
    pub(crate) fn settle(&mut self, now: Moment) {
        if let Some(ends) = self.sync_ends.filter(|ends| *ends <= now) {
            self.sync_ends = None;
            self.sync_ended = Some(ends);
            self.synced = Some(false);
            for synced in self.users.iter_mut().map(|user| &mut user.synced) {
                *synced = synced.map(|_| false);
            }
            for synced in self.groups.iter_mut().map(|group| &mut group.synced) {
                *synced = synced.map(|_| false);
            }
        }
        for (id, _) in self.roles_end.extract_if(.., |(_, ends)| *ends <= now) {
            if let Some(user) = self.users.get_mut(id) {
                user.roles.clear();
            }
        }
        self.erase(now);
        self.domains.retain(|domain| domain.gone.is_none_or(|gone| now < gone));
    }

    /// Begins to switch the sync off: an hour, and one more for every ten objects.
    pub(crate) fn end_sync(&mut self, now: Moment) {
        let users = self.users.iter().filter(|user| user.synced == Some(true)).count();
        let groups = self.groups.iter().filter(|group| group.synced == Some(true)).count();
        let hours = i64::try_from((users + groups) / 10).unwrap_or(MOST_SYNC_HOURS) + 1;
        self.sync_ends = Some(now.plus_hours(hours.min(MOST_SYNC_HOURS)));
    }
}
