"""Addresses of respond. Every id in them is opaque."""

from django.urls import path

from harborlight.respond.views import duties, notices, referrals, response, steps, team

app_name = "respond"

urlpatterns = [
    path("open/", response.open_page, name="open"),
    path("open/<uuid:child_id>/", response.open_page, name="open"),
    path("duties/", duties.duties_page, name="duties"),
    path("duties/<str:pack_id>/<slug:duty_id>/", duties.counsel_page, name="counsel"),
    path("response/<uuid:response_id>/", response.response_page, name="response"),
    path("response/<uuid:response_id>/print/", response.print_page, name="print"),
    path("response/<uuid:response_id>/situation/", response.situation_page, name="situation"),
    path("response/<uuid:response_id>/settle/", response.settle, name="settle"),
    path("response/<uuid:response_id>/close/", response.close_page, name="close"),
    path("response/<uuid:response_id>/reopen/", response.reopen, name="reopen"),
    path("response/<uuid:response_id>/duty/<uuid:clock_id>/", notices.notice_page, name="notice"),
    path("response/<uuid:response_id>/duty/<uuid:clock_id>/excuse/", duties.excuse_page, name="excuse"),
    path("response/<uuid:response_id>/duty/<uuid:clock_id>/take-up/", duties.take_up, name="take-up"),
    path(
        "response/<uuid:response_id>/notice/<uuid:notice_id>/withdraw/", notices.withdraw_page, name="notice-withdraw"
    ),
    path("response/<uuid:response_id>/step/<slug:step_id>/", steps.step, name="step"),
    path("response/<uuid:response_id>/team/", team.team_page, name="team"),
    path("response/<uuid:response_id>/team/partner/", team.partner_page, name="partner"),
    path("response/<uuid:response_id>/team/<uuid:place_id>/remove/", team.remove, name="team-remove"),
    path("response/<uuid:response_id>/team/<uuid:place_id>/seen/", team.seen, name="team-seen"),
    path("response/<uuid:response_id>/refer/", referrals.refer_page, name="refer"),
    path("referral/<uuid:referral_id>/", referrals.referral_page, name="referral"),
    path("referral/<uuid:referral_id>/release/", referrals.release_page, name="release"),
    path("referral/<uuid:referral_id>/call-back/", referrals.call_back, name="call-back"),
    path("referral/<uuid:referral_id>/<slug:act>/", referrals.answer, name="answer"),
]
