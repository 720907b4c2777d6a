"""The public face of accounts: is the installation set up, who has proved a second factor, ask for it afresh.

``step_up`` goes on views of other modules whose act must not be done by whoever finds an open desk: releasing,
sealing, exporting. It stands inside ``requires``:

    @requires(Permission.CHILD_SEAL)
    @step_up
    def seal(request, child_id): …
"""

from harborlight.ground.accounts.actions.tidy import purge
from harborlight.ground.accounts.set_up import code as set_up_code
from harborlight.ground.accounts.set_up import is_done as is_set_up
from harborlight.ground.accounts.views.step_up import step_up

__all__ = ["is_set_up", "purge", "set_up_code", "step_up"]
