"""Scene 1, whole: a motel at 02:10, from the field card without network to a service that began, and the audit after.

Also the manual's photographer: see conftest.
"""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Walker


def see(page: Page, text: str) -> None:
    expect(page.get_by_text(text, exact=False).first).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def tap(page: Page, question: str, answer: str) -> None:
    """Tap one tile of one question of an instrument."""
    page.locator("fieldset", has_text=question).get_by_text(answer, exact=True).click()


def the_card_works_without_network(walker: Walker) -> None:
    page = walker.go("/card/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    walker.page.reload()  # the worker takes over the page
    walker.context.set_offline(True)
    page.reload()
    see(page, "911")
    expect(page.get_by_text("800-252-2873").first).to_be_visible()
    walker.shot("card")
    walker.context.set_offline(False)


def an_officer_screens_and_opens_a_response(walker: Walker) -> str:
    page = walker.sign_in("officer")
    walker.shot("inbox-officer")
    page.goto("/screen/field-check/")
    tap(page, "in danger now", "No")
    tap(page, "Has the child said it", "No")
    tap(page, "speaks for the child", "Yes")
    tap(page, "very afraid of one person", "Yes")
    walker.shot("screen")
    press(page, "Finish")
    see(page, "This does not confirm and does not clear")
    walker.shot("screening")
    page.get_by_label("Age the child looks or says").fill("15")
    press(page, "Open a response")
    see(page, "Child protection has not been told")
    walker.shot("response")
    return page.url


def child_protection_is_told_with_proof(walker: Walker) -> None:
    page = walker.page
    follow(page, "I have called")
    see(page, "800-252-2873")
    page.get_by_label(re.compile("reference", re.I)).fill("4471")
    walker.shot("notice")
    press(page, "Record it")
    page.locator("summary", has_text="Met, not started").click()
    expect(page.get_by_text("4471").first).to_be_visible()


def the_investigator_finds_it_and_asks_for_a_service(walker: Walker, response: str) -> str:
    walker.size(DESK)
    page = walker.sign_in("investigator")
    see(page, "Running out")
    walker.shot("inbox")
    page.goto(response)
    follow(page, "Find a service")
    follow(page, "Legal help")
    panel = page.locator("section", has=page.get_by_role("button", name="Choose this service")).first
    panel.get_by_label("Who runs it for us").select_option(label="Harbor House Advocates")
    panel.get_by_role("button", name="Choose this service").click()
    page.get_by_label(re.compile("what is needed", re.I)).fill("Somebody to explain what happens next.")
    page.get_by_label(re.compile("child agrees", re.I)).check()
    press(page, "Look at what leaves")
    walker.shot("what-leaves")
    press(page, "Send it")
    see(page, "Sent")
    return page.url


def the_partner_accepts_and_says_what_came_of_it(walker: Walker, referral: str) -> None:
    page = walker.sign_in("partner")
    walker.shot("inbox-partner")
    page.goto(referral)
    see(page, "Somebody to explain what happens next.")
    walker.shot("referral")
    press(page, "Accept")
    see(page, "Accepted")
    press(page, "The service has begun")
    page.locator("summary", has_text="End with an outcome").click()
    page.get_by_role("radio", name="The need was met", exact=True).check()
    page.locator("form", has_text="The need was met").get_by_role("button").click()
    see(page, "The need was met")


def the_child_has_one_timeline(walker: Walker, response: str) -> None:
    page = walker.sign_in("investigator")
    page.goto(response)
    page.get_by_role("link", name=re.compile(r"^Child \w{4}")).first.click()
    see(page, "Timeline")
    see(page, "Why you see this")
    walker.shot("child")
    walker.size(PHONE)
    walker.shot("child-phone")
    walker.size(DESK)


def the_audit_holds(walker: Walker) -> None:
    page = walker.sign_in("auditor")
    follow(page, "Audit")
    press(page, "Check the whole chain")
    see(page, "The chain holds")
    walker.shot("audit")


def test_from_a_motel_to_a_service(walker: Walker) -> None:
    the_card_works_without_network(walker)
    response = an_officer_screens_and_opens_a_response(walker)
    child_protection_is_told_with_proof(walker)
    referral = the_investigator_finds_it_and_asks_for_a_service(walker, response)
    the_partner_accepts_and_says_what_came_of_it(walker, referral)
    the_child_has_one_timeline(walker, response)
    the_audit_holds(walker)
