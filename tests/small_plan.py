"""A plan and its outreach, small enough to work out every indicator by hand."""

from small import small_dataset

# Close of CSP3: 2017-09-15; of CSP4: 2018-08-24; of CSP5: 2019-08-30 (small.py).
BASE, NOW = "2017-09-15", "2019-01-31"
REGIONS = {"KEN": "Africa", "UGA": "Africa", "MLI": "Africa", "FRA": "Europe", "FJI": "Oceania"}
ACTIONS = [
    ("FRA", "ratification", "2014-01-01"),
    ("UGA", "signature", "2013-06-03"),
    ("UGA", "ratification", "2018-01-31"),
    ("MLI", "signature", "2013-06-03"),
    ("KEN", "accession", "2018-12-01"),
]
ACTIVITIES = [
    {"activity": "E0", "start": BASE},  # the baseline day itself
    {"activity": "E1", "start": "2018-03-01"},
    {"activity": "E2", "start": "2018-04-01"},
    {"activity": "S2", "start": "2018-04-01", "same_as": "E2"},
    {"activity": "E3", "start": "2018-05-01", "delivery": "planned"},
    {"activity": "E4"},
    {"activity": "E5", "start": "2018-06-01"},
]
ACTORS = [
    ("E0", "African Union", "partner", "regional organisation"),
    ("E1", "African Union", "organiser", "regional organisation"),
    ("E1", "Inter-Parliamentary Union", "partner", "parliament"),
    ("E2", "European Union", "partner", "regional organisation"),
    ("S2", "Parliamentarians", "stakeholder", "parliament"),
    ("E3", "African Union", "organiser", "regional organisation"),
    ("E4", "African Union", "partner", "regional organisation"),
    ("E5", "European Union", "stakeholder", "regional organisation"),
    ("E5", "Makers", "partner", "industry"),
    ("E5", "Somebody", "organiser", ""),
]
PLACES = [
    ("E0", "att_region", "Africa"),
    ("E1", "att_region", "Africa"),
    ("E2", "world", "World"),
    ("E4", "att_region", "Africa"),
]
NAMED = [("E0", "FJI"), ("E1", "MLI"), ("E2", "UGA"), ("E3", "FJI"), ("E5", "KEN")]
PROJECTS = [
    {"project": "V1", "iso3": "UGA", "start": "2018-01-30"},  # the day before it joined
    {"project": "V2", "iso3": "UGA", "start": "2018-01-31"},
    {"project": "V3", "iso3": "MLI", "start": "2018-05-01"},
    {"project": "V4", "iso3": "MLI", "start": "2017-01-01"},  # before the baseline
    {"project": "V5", "iso3": "MLI", "status_at_time": "signatory"},
    {"project": "V6", "iso3": "", "start": "2018-05-01"},
]


def small(*indicators, **frames):
    made = {
        "activities": ACTIVITIES,
        "actors": ACTORS,
        "activity_regions": PLACES,
        "named": NAMED,
        "vtf_projects": PROJECTS,
        "indicators": [indicator(**row) for row in indicators],
    }
    return small_dataset(REGIONS, ACTIONS, evidence=NOW, **(made | frames))


def indicator(measure="parties", scheme="world", group="World", **row):
    scope = {"measure": measure, "scope_scheme": scheme, "scope_group": group}
    return {"indicator": "I1", "item": "P1", "unit": "States", "baseline_date": BASE} | scope | row
