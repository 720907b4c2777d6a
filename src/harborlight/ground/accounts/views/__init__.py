"""Pages of accounts: ``sign_in``, ``enroll``, ``own``, ``members``, ``set_up``; ``step_up`` asks for a fresh proof."""
