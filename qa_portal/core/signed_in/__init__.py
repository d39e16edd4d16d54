"""Where a person is signed in (ASVS 3.3.4): written down at the sign-in and every few minutes of use, shown to the
person alone, and ended there."""
