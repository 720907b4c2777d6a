"""The line icons taken from the USWDS sprite (``ops/vendor.py`` keeps only these), by their name there."""

ICONS = frozenset(
    """
    account_circle add add_circle_outline alarm arrow_back arrow_forward assessment attach_file bedding
    calendar_today campaign cancel chat check check_circle chevron_right close comment contact_page
    content_copy delete directions_car do_not_disturb edit error error_outline event expand_more favorite
    file_download file_upload filter_list flag folder forum group_add groups hearing help_outline
    highlight_off history home hospital hourglass_empty info_outline insights language launch
    lightbulb_outline link link_off list local_cafe local_hospital local_library local_police location_on
    lock_open lock_outline login logout mail_outline map medical_services more_horiz near_me
    notifications_none people person phone print priority_high public push_pin radio_button_unchecked remove
    report restaurant schedule school search security send settings shield star_outline support_agent timer
    topic translate trending_up undo update upload_file verified_user visibility visibility_off warning wifi
    work
    """.split()  # noqa: SIM905  (a list literal would be a hundred lines)
)
