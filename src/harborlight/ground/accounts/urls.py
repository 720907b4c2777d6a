"""Every address of accounts, one by one: nothing of allauth is mounted that is not named here."""

from typing import Any, cast

from django.urls import include, path

from harborlight.ground.access.web import public_page
from harborlight.ground.accounts.views import agencies, enroll, members, own, set_up, sign_in
from harborlight.ground.accounts.web import View


def entrance(view: type[Any], why: str) -> View:
    """One of allauth's pages, in our subclass, open to everybody."""
    return public_page(why)(cast(View, view.as_view()))


ours = [
    path("account/notice/", sign_in.notice, name="notice"),
    path("account/set-password/<str:secret>/", sign_in.set_password, name="set-password"),
    path("account/kept/", sign_in.kept, name="kept"),
    path("account/", own.own, name="own"),
    path("account/password/", own.change_password, name="change-password"),
    path("account/second-factor/", enroll.enroll, name="enroll"),
    path("account/second-factor/app/", enroll.add_app, name="add-app"),
    path("account/second-factor/passkey/", enroll.add_passkey, name="add-passkey"),
    path("account/second-factor/<int:factor_id>/remove/", own.remove_factor, name="remove-factor"),
    path("account/recovery-codes/", enroll.recovery_codes, name="recovery-codes"),
    path("account/sessions/end/", own.end_other_sessions, name="end-other-sessions"),
    path("account/sessions/<uuid:sign_in_id>/end/", own.end_session, name="end-session"),
    path("members/", members.index, name="members"),
    path("members/new/", members.new, name="member-new"),
    path("members/<uuid:member_id>/", members.one, name="member"),
    path("members/<uuid:member_id>/roles/", members.roles, name="member-roles"),
    path("members/<uuid:member_id>/details/", members.details, name="member-details"),
    path("members/<uuid:member_id>/link/", members.link, name="member-link"),
    *[path(f"members/<uuid:member_id>/{name}/", members.act(name), name=f"member-{name}") for name in members.ACTS],
    path("agencies/", agencies.index, name="agencies"),
    path("agencies/new/", agencies.new, name="agency-new"),
    path("setup/", set_up.begin, name="set-up"),
    path("setup/code/", set_up.code, name="set-up-code"),
    path("setup/county/", set_up.county, name="set-up-county"),
    path("setup/agency/", set_up.agency, name="set-up-agency"),
    path("setup/administrator/", set_up.administrator, name="set-up-administrator"),
    path("setup/second-factor/", set_up.second_factor, name="set-up-second-factor"),
    path("setup/recovery-key/", set_up.recovery_key_page, name="set-up-recovery-key"),
]

# allauth finds these by name; they stand outside the name space.
urlpatterns = [
    path("account/login/", entrance(sign_in.SignIn, "Signing in."), name="account_login"),
    path("account/login/second-factor/", entrance(sign_in.SecondFactor, "Its second step."), name="mfa_authenticate"),
    path("account/logout/", entrance(sign_in.SignOut, "Signing out."), name="account_logout"),
    path("", include((ours, "accounts"))),
]
