//! Directory roles by their template ids, as the role reference publishes them.

use crate::guid::Guid;

macro_rules! roles {
    ($($role:ident $name:literal $template:literal)*) => {
        /// A built-in directory role.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Role { $(#[doc = $name] $role,)* }

        impl Role {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$role,)*];

            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$role => $name,)* }
            }

            /// The id that is the same in every tenant; a role definition's id is this one too.
            pub(crate) const fn template_id(self) -> Guid {
                match self { $(Self::$role => Guid::from_u128($template),)* }
            }
        }
    };
}

roles! {
    GlobalAdministrator "Global Administrator" 0x62e90394_69f5_4237_9190_012177145e10
    GlobalReader "Global Reader" 0xf2ef992c_3afb_46b9_b7cf_a126ee74c451
    BillingAdministrator "Billing Administrator" 0xb0f54661_2d74_4c50_afa3_1ec803f12efe
    UserAdministrator "User Administrator" 0xfe930be7_5e62_47db_91af_98c3a49a38b1
    GroupsAdministrator "Groups Administrator" 0xfdd7a751_b60b_444a_984c_02652fe8fa1c
    ApplicationAdministrator "Application Administrator" 0x9b895d92_2cd3_44c7_9d02_a6ac2d5ea5c3
    CloudApplicationAdministrator "Cloud Application Administrator" 0x158c047a_c907_4556_b7ef_446551a6b5f7
    AuthenticationAdministrator "Authentication Administrator" 0xc4e39bd9_1100_46d3_8c65_fb160da0071f
    AuthenticationPolicyAdministrator "Authentication Policy Administrator" 0x0526716b_113d_4c15_b2c8_68e3c22b9f80
    ConditionalAccessAdministrator "Conditional Access Administrator" 0xb1be1c3e_b65d_4f19_8427_f6fa0d97feb9
    DomainNameAdministrator "Domain Name Administrator" 0x8329153b_31d0_4727_b945_745eb3bc5f31
    HybridIdentityAdministrator "Hybrid Identity Administrator" 0x8ac3fc64_6eca_42ea_9e69_59f4c7b60eb2
    SecurityAdministrator "Security Administrator" 0x194ae4cb_b126_40b2_bd5b_6091b380977d
    PrivilegedRoleAdministrator "Privileged Role Administrator" 0xe8611ab8_c189_46e8_94e1_60213ab1f814
    PrivilegedAuthenticationAdministrator "Privileged Authentication Administrator"
        0x7be44c8a_adaf_4e2a_84d6_ab2649e08a13
    CloudDeviceAdministrator "Cloud Device Administrator" 0x7698a772_787b_4ac8_901f_60d6b08affd2
    IntuneAdministrator "Intune Administrator" 0x3a2c62db_5318_420d_8d74_23affee5d9d5
}

impl Role {
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}
