from django.core.paginator import Paginator
from django.db.models import Count, Window


class KeyPaginator(Paginator):
    """For a list that picks its page from thousands of wide rows: first the keys of the page and the number of all
    rows, in one query, then only the rows of these keys."""

    LAST_PAGE = 100_000  # of those that are asked for before it is known how many there are

    def page(self, number):
        keys = self._keys(number) if number in range(1, self.LAST_PAGE) and not self.object_list.query.distinct else []
        if not keys:
            return super().page(number)
        self.count = keys[0][1]
        return self._get_page(self.object_list.filter(pk__in=[key for key, _count in keys]), number, self)

    def _keys(self, number):
        """[(key, number of all rows)], none beyond the last page."""
        keys = self.object_list.values_list("pk", Window(Count("*")))
        return list(keys[(number - 1) * self.per_page : number * self.per_page])
