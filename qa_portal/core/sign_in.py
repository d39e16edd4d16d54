from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: the office does, in the back office."""

    def is_open_for_signup(self, request):
        return False
