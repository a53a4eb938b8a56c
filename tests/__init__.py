import pytest

pytest.register_assert_rewrite("tests.building", "tests.pages")
