from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How big the data set is; the defaults are the whole country."""

    schools: int = 30_000
    districts: int = 245
    years: int = 5

    def __post_init__(self):
        if not 1 <= self.districts <= self.schools or self.years < 1:
            raise ValueError("At least one year, one district, and one school in each district.")

    @property
    def of_one_district(self):
        """The first district alone, as large as it is among all."""
        return Size(self.schools_of(1), 1, self.years)

    def schools_of(self, district):
        """Schools are shared out evenly; the first districts take the rest."""
        return self.schools // self.districts + (district <= self.schools % self.districts)
