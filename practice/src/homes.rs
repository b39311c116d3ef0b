//! The organizations in which guests are at home. They sign in there unless a sign-in names the tenant, and what they then
//! read is their own organization. Each is made when somebody first signs in to it, and is small: the people who are guests
//! elsewhere, and an administrator.

use crate::cloud::Cloud;
use crate::entra::{SESSION_COOKIE, is_any_organization};
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::origins::Service;
use crate::tenant::TenantState;

impl Cloud {
    /// Does something in the tenant that a request is about: the one that is practised on, or a guest's own.
    pub(crate) fn in_the_right_tenant<T>(
        &mut self,
        service: Service,
        request: &Incoming,
        act: impl FnOnce(&mut Self) -> T,
    ) -> T {
        match self.home_of_request(service, request) {
            None => act(self),
            Some(home) => {
                self.change_places(home);
                self.tenant.settle(self.clock.moment());
                let done = act(self);
                self.change_places(home);
                done
            }
        }
    }

    /// The tenant and one of the homes; a second time puts them back.
    fn change_places(&mut self, home: usize) {
        if let Some(home) = self.homes.get_mut(home) {
            std::mem::swap(&mut self.tenant, home);
        }
    }

    fn home_of_request(&mut self, service: Service, request: &Incoming) -> Option<usize> {
        match service {
            Service::Graph | Service::Arm if self.homes.is_empty() => None,
            Service::Graph | Service::Arm => {
                let user = self.entra.user_of(request)?;
                self.home_where(|home| home.users.get(user).is_some())
            }
            Service::Login => self.home_of_sign_in(request),
            Service::Admin | Service::Downloads | Service::Control => None,
        }
    }

    fn home_of_sign_in(&mut self, request: &Incoming) -> Option<usize> {
        let segments = request.segments();
        let part = segments.first()?;
        if !is_any_organization(part) {
            // The form of a page names the tenant; whose account is typed into it may say that it is another one's.
            return match self.home_of_typed_account(request) {
                Some(home) => Some(home),
                None => self.home_where(|home| home.is_named(part)),
            };
        }
        let fields = ["code", "refresh_token", "flow"].map(|name| request.field(name));
        let cookie = request.cookie(SESSION_COOKIE);
        let user = self.entra.user_behind(&fields, cookie.as_deref())?;
        self.home_where(|home| home.users.get(user).is_some())
    }

    /// A guest who signs in without naming a tenant does so at home.
    fn home_of_typed_account(&mut self, request: &Incoming) -> Option<usize> {
        let account = request.field("account")?.trim().to_lowercase();
        let flow = request.field("flow")?;
        if !self.entra.is_for_any_organization(&flow) {
            return None;
        }
        let (_, domain) = account.rsplit_once('@')?;
        let known = self.home_where(|home| home.is_named(domain));
        if known.is_some() {
            return known;
        }
        let of_domain = |guest: &&crate::tenant::objects::User| {
            let mail = guest.mail.as_deref().unwrap_or_default();
            guest.is_guest()
                && mail
                    .rsplit_once('@')
                    .is_some_and(|(_, own)| own.eq_ignore_ascii_case(domain))
        };
        let guests = self.tenant.users.iter().filter(of_domain);
        let people: Vec<(String, String)> = guests
            .map(|guest| (guest.display_name.clone(), guest.mail.clone().unwrap_or_default()))
            .collect();
        if people.is_empty() || crate::entra::is_personal(&account) {
            return None;
        }
        self.homes.push(TenantState::home(domain, &people, self.setup.seed));
        Some(self.homes.len() - 1)
    }

    fn home_where(&self, is_meant: impl Fn(&TenantState) -> bool) -> Option<usize> {
        self.homes.iter().position(is_meant)
    }

    /// Who somebody of another organization is here: the guest with their address.
    pub(crate) fn guest_of(&self, home_user: Guid) -> Option<Guid> {
        let name = self.homes.iter().find_map(|home| home.users.get(home_user))?;
        let name = &name.user_principal_name;
        let mut guests = self.tenant.users.iter().filter(|user| user.is_guest());
        guests.find(|guest| guest.signs_in_as(name)).map(|guest| guest.id)
    }

    /// The organization in which a guest of the tenant is at home, as far as anybody has signed in to it.
    pub(crate) fn home_id(&self, mail: &str) -> Option<Guid> {
        let (_, domain) = mail.rsplit_once('@')?;
        let mut homes = self.homes.iter();
        homes.find(|home| home.is_named(domain)).map(|home| home.id)
    }
}
