"""Factories, one module an app. Import from the module: `from tests.factories.schools import SchoolFactory`."""
